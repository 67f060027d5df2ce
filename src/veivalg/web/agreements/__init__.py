"""The cooperation agreement (samarbeidsavtale): text, what it must fix, shares, changes and editions."""
