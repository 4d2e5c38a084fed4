import Testing

@Suite("Rules on migrations find what they ban")
struct MigrationRuleTests {
    private func violations(_ text: String) -> [Violation] {
        MigrationRule.violations(path: "Schema/migrations/001.sql", text: text)
    }

    @Test("a strict table with explained columns passes")
    func good() {
        let text = """
            -- Dossiers.
            CREATE TABLE dossier (
                id INTEGER PRIMARY KEY, -- row id
                -- 'draft' or 'done', never more
                state TEXT NOT NULL CHECK (state IN ('draft', 'done', '-- ; )')),
                unit TEXT NOT NULL, -- code of the unit
                PRIMARY KEY (id, state),
                FOREIGN KEY (unit) REFERENCES unit (code),
                CHECK (length(unit) < 20)
            ) WITHOUT ROWID, STRICT;
            CREATE INDEX dossierUnit ON dossier (unit, state);
            CREATE VIRTUAL TABLE searchToken USING fts5(text);
            """

        #expect(violations(text) == [])
    }

    @Test("a table that is not strict is found", arguments: ["", " WITHOUT ROWID"])
    func notStrict(options: String) {
        let text = """
            CREATE TABLE IF NOT EXISTS a (
                strict TEXT -- STRICT
            )\(options);
            CREATE TABLE b (
                c ANY -- c
            ) STRICT;
            """

        #expect(violations(text).map(\.line) == [1])
    }

    @Test("a column without a comment is found, also after one with a comment")
    func unexplainedColumn() {
        let text = """
            CREATE TABLE a (
                b INTEGER, -- first
                c TEXT CHECK (c IN ('x', 'y')),
                d TEXT, --
                e TEXT
            ) STRICT;
            """

        #expect(violations(text).map(\.line) == [3, 4, 5])
    }
}
