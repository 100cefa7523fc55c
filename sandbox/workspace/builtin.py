"""The small workspace used when no people.json is given."""

from sandbox.objects import Object

PEOPLE: Object = {
    "company": "Sandbox",
    "people": [
        {
            "id": "U0MARA",
            "name": "mara",
            "real_name": "Mara Lind",
            "role": "admin",
            "title": "Head of product",
            "team": "Product",
            "tz": "Europe/Berlin",
        },
        {
            "id": "U0TOMAS",
            "name": "tomas",
            "real_name": "Tomás Reyes",
            "role": "member",
            "title": "Support lead",
            "team": "Support",
            "tz": "America/Mexico_City",
        },
        {
            "id": "U0PRIYA",
            "name": "priya",
            "real_name": "Priya Nair",
            "role": "member",
            "title": "Marketing manager",
            "team": "Marketing",
            "tz": "Asia/Kolkata",
        },
        {
            "id": "U0GUEST",
            "name": "gus",
            "real_name": "Gus Hale",
            "role": "guest",
            "title": "Contractor",
            "team": "Agency",
            "tz": "America/New_York",
        },
    ],
    "channels": [
        {
            "id": "C0GENERAL",
            "name": "general",
            "private": False,
            "topic": "Everyone",
            "members": ["U0MARA", "U0TOMAS", "U0PRIYA", "U0GUEST"],
        },
        {
            "id": "C0JOURNEY",
            "name": "customer-journey",
            "private": False,
            "topic": "What customers go through",
            "members": ["U0MARA", "U0TOMAS", "U0PRIYA"],
        },
        {
            "id": "C0LEADS",
            "name": "leads",
            "private": True,
            "topic": "Leads only",
            "members": ["U0MARA", "U0PRIYA"],
        },
    ],
}
