"""PURE: the kinds of documents and sections, and the audiences, as the database knows them."""

KINDS = (
    *("resolution", "directive", "regulation", "conclusion", "guidance", "plan", "decision", "programme"),
    *("branch_material", "reference"),
)
# Who of the unit's subtree may read it; ``words.AUDIENCE_KINDS`` says which kinds of members these are.
AUDIENCES = ("all", "party_members", "official_members", "union_members")
SECTION_KINDS = ("part", "chapter", "heading", "article", "clause", "point", "other")
