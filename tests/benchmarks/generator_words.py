"""The vocabulary from which the generator makes up stories.  All names in it are invented."""

from __future__ import annotations

TOPICS = (
    "AI",
    "Computer Vision",
    "Natural Language Processing",
    "Robotics",
    "Self-Driving Cars",
    "AI in Healthcare",
    "AI in Finance",
    "AI Ethics",
    "Power Apps",
    "Canvas apps",
    "Model-driven apps",
    "Portals",
    "Low Code",
    "Reinforcement Learning",
    "AI Chips",
    "Chatbots",
    "C#",
    "Smart Cities",
    "Climate",
    "Open Source",
    "Öffentliche Verwaltung",
    "機械学習",
)

PROVIDERS = (
    ("The Harbour Gazette", "harbourgazette.example"),
    ("Northern Ledger", "northernledger.example"),
    ("Digital Tides", "digitaltides.example"),
    ("Data & Society Weekly", "dsweekly.example"),
    ("Market Wire", "marketwire.example"),
    ("Le Courrier du Numérique", "courrier-numerique.example"),
    ("Zeitblatt", "zeitblatt.example"),
    ("Yahoo-like Finance", "finance.example"),
    ("O'Neill Review", "oneill.example"),
    ("Silicon Prairie", "siliconprairie.example"),
    ("技術日報", "gijutsu.example"),
    ("Вести сети", "vesti-seti.example"),
    ("MIT-like Technology Digest", "techdigest.example"),
    ("Open Notebook", "opennotebook.example"),
    ("Campus News 24", "campus24.example"),
    ("HR Today", "hrtoday.example"),
)

SUBJECTS = (
    "Police force",
    "A small start-up",
    "The city council",
    "Researchers in Basel",
    "A carmaker",
    "The transport agency",
    "Hospital network",
    "An insurer",
    "University lab",
    "A supermarket chain",
    "The film industry",
    "European regulators",
    "Chip designer",
    "A farming co-operative",
    "The national library",
    "Software giant",
    "Volunteers",
    "The port authority",
    "Museum",
    "A drone maker",
)

VERBS = (
    "deploys",
    "tests",
    "is sued over",
    "bets on",
    "pauses",
    "unveils",
    "withdraws",
    "opens up",
    "explains",
    "doubles down on",
    "settles with critics of",
    "learns from",
    "warns about",
    "improves",
    "is planning for",
)

OBJECTS = (
    "live facial recognition",
    "speech recognition at the counter",
    "self-driving buses",
    "a translation model",
    "low-code apps",
    "an open data set",
    "machine learning for soil",
    "a chatbot for tenants",
    "its reading assistant",
    "computer vision on the shop floor",
    "predictive maintenance",
    "a new kind of chip",
    "the carbon footprint of training",
    "synthetic voices",
    "traffic lights that talk to cars",
    "automatic subtitles",
)

TAILS = (
    "",
    "",
    "",
    "",
    " in a first trial",
    ", and nobody noticed",
    " despite protests",
    ": what it means",
    " – again",
    " (updated)",
    " after two years’ work",
    " ✅",
    "? Not yet",
    " with “hands-free” help",
    ' for "everyone"',
    " #tech",
)

CLAUSES = (
    "The decision follows months of public debate about the use of the software.",
    "Experts had warned against it, but the trial went ahead on Tuesday.",
    "According to a report seen by this paper, costs rose by 12% within a year.",
    "We are pleased to announce a preview feature that makers have long asked for.",
    "Nobody at the headquarters wanted to comment.",
    "This video walks you through the set-up, step by step.",
    "The paper is being presented at a conference next week.",
    "Do you want to build a better app? This module shows how.",
    "It is the third such case since January; two more are pending.",
    "In the past five years, the share of automated checks has doubled.",
    "Tickets are free; registration closes on 14 May.",
    "The model was trained on 1,200 hours of audio.",
    "You can now use the new control in all of your existing apps, free of charge.",
    "The vote in the European Parliament is expected for Thursday.",
)

RARER_CLAUSES = (
    "“It simply works,” said the head of the project.",
    "Users can turn it off – if they find the switch.",
    "A spokesperson told reporters that privacy was “not negotiable”.",
    "It’s free, and it’s here to stay…",
    "Für die Anwohner ändert sich vorerst nichts.",
    "新しい制度は来年から始まる。",
    "Новая система уже работает в трёх городах.",
    "Launch day 🚀",
)

PARAGRAPH = (
    "The council voted seven to four. A review is due in spring, and until then the cameras stay "
    "where they are, says the chair of the committee. [Read more](https://example.org/more).\n"
)

BLOB_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
