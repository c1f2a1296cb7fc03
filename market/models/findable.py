"""What shops and listings have in common: they are found by their names."""

from django.db import models

from lib.thai import bigrams, search_key


class Findable(models.Model):
    """Something with a `name` that search finds. Saving keeps the keys in step with the name.

    The database's own index (see migration 0003_search) follows `search_bigrams` by triggers, so it can
    never lag behind. Who writes rows without `save`, such as `bulk_create`, fills in `**Model.keys(name)`.
    """

    name: models.CharField
    search_key = models.CharField(max_length=300, editable=False, blank=True)
    search_bigrams = models.TextField(editable=False, blank=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save with the keys of the present name."""
        keys = self.keys(self.name)
        for column, value in keys.items():
            setattr(self, column, value)
        columns = kwargs.get("update_fields")
        if columns is not None and "name" in columns:
            kwargs["update_fields"] = {*columns, *keys}
        super().save(*args, **kwargs)

    @classmethod
    def keys(cls, name: str) -> dict[str, str]:
        """The columns that are made from the name."""
        key = search_key(name)[:300]
        return {"search_key": key, "search_bigrams": bigrams(key)}
