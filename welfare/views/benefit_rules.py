"""What the fund pays for, in plain words for everybody, with every version that was ever in force."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from households.models import Community
from welfare import benefit_rules, benefit_words, rule_costs
from welfare.models import BenefitRules


@require_GET
def show(request, code):
    """The version in force, those that come and those that were."""
    community = get_object_or_404(Community, code=code)
    return _page(request, community, benefit_rules.current(community))


@require_GET
def version(request, code, number):
    """One version that was adopted."""
    community = get_object_or_404(Community, code=code)
    return _page(request, community, get_object_or_404(benefit_rules.adopted(community), number=number))


def _page(request, community: Community, rules: BenefitRules | None):
    governs = Community.objects.governed_by(request.user).filter(pk=community.pk).exists()
    context = {
        "community": community,
        "rules": rules,
        "benefits": benefit_words.in_words(rules) if rules else [],
        "deciding": benefit_words.deciding(rules) if rules else [],
        "costs": rule_costs.read(rules.cost_before) if rules else None,
        "current": benefit_rules.current(community),
        "versions": benefit_rules.adopted(community),
        "governs": governs,
        "draft": benefit_rules.draft_of(community) if governs else None,
    }
    return render(request, "welfare/rules_page.html", context)
