"""The registers of households in the committee's office."""

from households.admin import accounts, agreements, incomes, people, programmes, records, registers

__all__ = ["accounts", "agreements", "incomes", "people", "programmes", "records", "registers"]
