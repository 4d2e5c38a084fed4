import Testing

/// One way to rewrite a history, as SQL on the database file.
struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    /// Which event is the first that differs afterwards: asked before anything is changed.
    let first: String
    let sql: String
    /// Whether everything else can be reckoned anew so that `verify` without checkpoints finds nothing.
    let canBeHidden: Bool

    init(_ name: String, first: String, _ sql: String, canBeHidden: Bool = true) {
        self.name = name
        self.first = first
        self.sql = sql
        self.canBeHidden = canBeHidden
    }

    var testDescription: String { name }

    /// The number of the event of a type in the stream of the n-th dossier.
    private static func event(_ position: Int, of dossier: Int) -> String {
        "(SELECT seq FROM event WHERE position = \(position) AND stream = \(stream(dossier)))"
    }

    private static func stream(_ dossier: Int) -> String {
        "(SELECT id FROM dossier ORDER BY id LIMIT 1 OFFSET \(dossier - 1))"
    }

    private static func account(_ position: Int) -> String {
        "(SELECT seq FROM event WHERE position = \(position) AND stream = "
            + "(SELECT id FROM stream WHERE name = 'accounts'))"
    }

    /// Changes a member of an event.
    private static func set(_ member: String, to value: String, at event: String) -> String {
        "UPDATE event SET body = CAST(json_set(CAST(body AS TEXT), '$.\(member)', \(value)) AS BLOB) "
            + "WHERE seq = \(event)"
    }

    /// Makes room for an event in the global sequence.
    private static func shift(from event: String) -> String {
        """
        CREATE TABLE place AS SELECT \(event) AS seq;
        UPDATE event SET seq = -(seq + 1) WHERE seq >= (SELECT seq FROM place);
        UPDATE event SET seq = -seq WHERE seq < 0;
        """
    }

    private static func at(_ event: String) -> String {
        "(SELECT json_extract(CAST(body AS TEXT), '$.at') FROM event WHERE seq = \(event))"
    }

    /// Everything of the third dossier, the last one of its day.
    private static let eraseThird = """
        CREATE TABLE gone AS SELECT \(stream(3)) AS id;
        DELETE FROM event WHERE stream = (SELECT id FROM gone);
        DELETE FROM outboxMessage WHERE dossier = (SELECT id FROM gone);
        DELETE FROM idempotency WHERE dossier = (SELECT id FROM gone);
        DELETE FROM notice WHERE dossier = (SELECT id FROM gone);
        DELETE FROM timer WHERE dossier = (SELECT id FROM gone);
        DELETE FROM activeStep WHERE dossier = (SELECT id FROM gone);
        DELETE FROM finishedStep WHERE dossier = (SELECT id FROM gone);
        DELETE FROM dossierAgency WHERE dossier = (SELECT id FROM gone);
        DELETE FROM dossierState WHERE dossier = (SELECT id FROM gone);
        DELETE FROM nameToken WHERE dossier = (SELECT id FROM gone);
        DELETE FROM dossier WHERE id = (SELECT id FROM gone);
        DELETE FROM vaultTerm WHERE entry IN (SELECT number FROM vault WHERE stream = (SELECT id FROM gone));
        DELETE FROM vault WHERE stream = (SELECT id FROM gone);
        DELETE FROM stream WHERE id = (SELECT id FROM gone);
        DROP TABLE gone;
        UPDATE codeSerial SET last = last - 1;
        """

    static let editing = [
        Tampering(
            "the channel of a registration is edited",
            first: event(1, of: 1),
            set("channel", to: "'post'", at: event(1, of: 1))
        ),
        Tampering(
            "a finished step is dated back by an hour",
            first: event(2, of: 1),
            set("at", to: at(event(2, of: 1)) + " - 3600000", at: event(2, of: 1))
        ),
        Tampering(
            "another officer is said to have finished a step",
            first: event(3, of: 1),
            set("by", to: "'account:1'", at: event(3, of: 1))
        ),
        Tampering(
            "the registration of the last dossier is dated back",
            first: event(1, of: 3),
            set("at", to: at(event(1, of: 3)) + " - 60000", at: event(1, of: 3))
        ),
        Tampering(
            "the commitment to a withdrawal's reason is edited",
            first: event(2, of: 3),
            "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"reason\":[', '\"reason\":[1') AS BLOB) "
                + "WHERE seq = \(event(2, of: 3))",
            canBeHidden: false
        ),
        Tampering(
            "the applicant of a registration is exchanged with another dossier's",
            first: event(1, of: 1),
            set(
                "applicant",
                to: "json((SELECT json_extract(CAST(body AS TEXT), '$.applicant') FROM event "
                    + "WHERE seq = \(event(1, of: 2))))",
                at: event(1, of: 1)
            ),
            // An entry of the vault knows whose it is.
            canBeHidden: false
        ),
        Tampering(
            "an account is said to have been made by another",
            first: account(3),
            set("by", to: "'account:9'", at: account(3))
        ),
        Tampering(
            "an account is dated back",
            first: account(1),
            set("at", to: at(account(1)) + " - 1", at: account(1))
        ),
        Tampering(
            "a blank is added behind an event",
            first: event(1, of: 2),
            "UPDATE event SET body = CAST(body || ' ' AS BLOB) WHERE seq = \(event(1, of: 2))"
        ),
        Tampering(
            "an event takes the content of another",
            first: event(2, of: 2),
            "UPDATE event SET body = (SELECT body FROM event WHERE seq = \(event(3, of: 1))) WHERE seq = "
                + event(2, of: 2),
            canBeHidden: false
        ),
        Tampering(
            "the very first event says another hash of a configuration",
            first: "1",
            set("sha256", to: "'\(String(repeating: "0", count: 64))'", at: "1"),
            canBeHidden: false
        ),
        Tampering(
            "the key of the leaves is exchanged",
            first: "1",
            "UPDATE installation SET value = '\(String(repeating: "0", count: 64))' WHERE name = 'leafKey'"
        ),
    ]

    static let removing = [
        Tampering(
            "the last event is removed",
            first: "(SELECT max(seq) FROM event)",
            "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"
        ),
        Tampering(
            "the last event of an earlier dossier is removed",
            first: event(2, of: 2),
            "DELETE FROM event WHERE seq = \(event(2, of: 2))"
        ),
        Tampering(
            "an event in the middle of a dossier is removed",
            first: event(2, of: 1),
            "DELETE FROM event WHERE seq = \(event(2, of: 1))",
            canBeHidden: false
        ),
        Tampering(
            "the making of an account is removed",
            first: account(2),
            "DELETE FROM event WHERE seq = \(account(2))",
            canBeHidden: false
        ),
        Tampering("the very first event is removed", first: "1", "DELETE FROM event WHERE seq = 1", canBeHidden: false),
        Tampering("a whole dossier is removed with all its rows", first: event(1, of: 3), eraseThird),
        Tampering(
            "all accounts' events are removed",
            first: account(1),
            "DELETE FROM event WHERE stream = (SELECT id FROM stream WHERE name = 'accounts')",
            // Accounts without the event of their making.
            canBeHidden: false
        ),
        Tampering(
            "everything after a moment is removed",
            first: event(2, of: 1),
            "CREATE TABLE place AS SELECT \(event(2, of: 1)) AS seq; "
                + "DELETE FROM event WHERE seq >= (SELECT seq FROM place); DROP TABLE place",
            // What was typed for the events lies in the vault still.
            canBeHidden: false
        ),
    ]

    static let inserting = [
        Tampering(
            "an account's event is inserted",
            first: account(2),
            shift(from: account(2))
                + """
                UPDATE event SET position = position + 1000
                    WHERE stream = (SELECT id FROM stream WHERE name = 'accounts') AND position >= 2;
                INSERT INTO event (seq, stream, position, body)
                    SELECT (SELECT seq FROM place), stream, 2, body FROM event
                    WHERE stream = (SELECT id FROM stream WHERE name = 'accounts') AND position = 1;
                DROP TABLE place
                """,
            // No account is made twice.
            canBeHidden: false
        ),
        Tampering(
            "a warning is inserted into a dossier",
            first: event(2, of: 2),
            shift(from: event(2, of: 2))
                + """
                UPDATE event SET position = 3 WHERE stream = \(stream(2)) AND position = 2;
                INSERT INTO event (seq, stream, position, body)
                    SELECT (SELECT seq FROM place), \(stream(2)), 2, CAST('{"v":1,"stream":"x","position":2,"prev":"'
                        || lower(hex(zeroblob(32))) || '","at":' || json_extract(CAST(body AS TEXT), '$.at')
                        || ',"by":"timer","type":"warned","rung":"most","step":"intake","effects":[]}' AS BLOB)
                    FROM event WHERE stream = \(stream(2)) AND position = 1;
                DROP TABLE place
                """
        ),
        Tampering(
            "an event of the program is inserted before all others",
            first: "1",
            shift(from: "1")
                + """
                INSERT INTO stream (name, eventCount, lastHash) VALUES ('forged', 0, zeroblob(32));
                INSERT INTO event (seq, stream, position, body)
                    SELECT 1, (SELECT id FROM stream WHERE name = 'forged'), 1,
                        CAST('{"v":1,"stream":"forged","position":1,"prev":"' || lower(hex(zeroblob(32)))
                        || '","at":1641352800000,"by":"program","type":"x"}' AS BLOB);
                DROP TABLE place
                """
        ),
    ]

    static let reordering = [
        Tampering(
            "two dossiers change places in the global sequence",
            first: event(1, of: 1),
            """
            CREATE TABLE place AS SELECT \(event(1, of: 1)) AS a, \(event(1, of: 2)) AS b;
            UPDATE event SET seq = -1 WHERE seq = (SELECT a FROM place);
            UPDATE event SET seq = (SELECT a FROM place) WHERE seq = (SELECT b FROM place);
            UPDATE event SET seq = (SELECT b FROM place) WHERE seq = -1;
            DROP TABLE place
            """
        ),
        Tampering(
            "two events of a dossier change their content",
            first: event(2, of: 1),
            """
            CREATE TABLE place AS SELECT \(event(2, of: 1)) AS a, \(event(3, of: 1)) AS b,
                (SELECT body FROM event WHERE seq = \(event(2, of: 1))) AS body;
            UPDATE event SET body = (SELECT body FROM event WHERE seq = (SELECT b FROM place))
                WHERE seq = (SELECT a FROM place);
            UPDATE event SET body = (SELECT body FROM place) WHERE seq = (SELECT b FROM place);
            DROP TABLE place
            """,
            canBeHidden: false
        ),
        Tampering(
            "an event is moved to another dossier",
            first: event(3, of: 1),
            "UPDATE event SET stream = \(stream(2)), position = 3 WHERE seq = \(event(3, of: 1))",
            canBeHidden: false
        ),
    ]

    static let all = editing + removing + inserting + reordering
}
