"""Relative links of the documentation lead to files of this repository."""

import re


PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "src/README.md")


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def violations(root):
    found = []
    pages = [*(root / name for name in PAGES), *sorted((root / "docs").rglob("*.md"))]
    for page in pages:
        if not page.exists():
            found.append(f"{page.relative_to(root)} does not exist")
            continue
        for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", without_code(page.read_text())):
            path = target.split("#")[0]
            if path and not re.match(r"[a-z]+:", path) and not (page.parent / path).exists():
                found.append(f"{page.relative_to(root)}: the link {target} leads nowhere")
    return found


GOOD = {
    "README.md": "[a](docs/a.md) [b](https://example.org/x.md) [c](#here) `[d](none.md)`\n```\n[e](none.md)\n```\n",
    "docs/a.md": "[up](../README.md#top)\n",
    "CONTRIBUTING.md": "[log](CHANGELOG.md)\n",
    "CHANGELOG.md": "",
    "src/README.md": "[home](../README.md)\n",
}
BAD = [
    ({"CONTRIBUTING.md": "[a](rules.md)\n"}, "CONTRIBUTING.md: the link rules.md leads nowhere"),
    ({"README.md": "[a](docs/b.md)\n"}, "README.md: the link docs/b.md leads nowhere"),
    ({"docs/a.md": "![p](p.png)\n"}, "docs/a.md: the link p.png leads nowhere"),
    ({"docs/deep/c.md": "[a](a.md)\n"}, "docs/deep/c.md: the link a.md leads nowhere"),
]
