"""A folder of policies as a website that people open from their disk: `zzrules.pages.site` makes it."""
