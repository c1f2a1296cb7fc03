"""The registers of households in the committee's office."""

from households.admin import accounts, agreements, records, registers

__all__ = ["accounts", "agreements", "records", "registers"]
