"""Incentives: market development funds, their money, rules and returns."""
