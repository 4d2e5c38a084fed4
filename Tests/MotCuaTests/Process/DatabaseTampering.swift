import Testing

/// One way to change what is stored beside the history, as SQL on the database file, and words by which `verify` names
/// it.
struct DatabaseTampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let named: String

    init(_ sql: String, _ named: String) {
        testDescription = sql
        self.sql = sql
        self.named = named
    }

    private static let officer = "(SELECT id FROM account WHERE username = 'officer.TNMT')"
    private static let firstSecret = "(SELECT min(createdAt) FROM apiKeySecret WHERE apiKey = 1)"

    static let dossiers = [
        DatabaseTampering(
            "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"desk\"', '\"post\"') AS BLOB)",
            "220105-0001"
        ),
        DatabaseTampering("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "events"),
        DatabaseTampering("UPDATE stream SET lastHash = zeroblob(32) WHERE name IS NULL", "220105-0001"),
        DatabaseTampering(
            "UPDATE dossierState SET state = CAST(replace(CAST(state AS TEXT), 'TCKH', 'THUE') AS BLOB)",
            "state differs"
        ),
        DatabaseTampering("UPDATE dossier SET dueAt = dueAt + 60000", "dueAt differs"),
        DatabaseTampering("UPDATE timer SET fireAt = fireAt + 1", "timer differs"),
        DatabaseTampering("DELETE FROM timer", "timer differs"),
        DatabaseTampering("UPDATE codeSerial SET last = last + 1", "codes for"),
        DatabaseTampering(
            "INSERT INTO codeGap SELECT agency, day, last + 1, last + 200 FROM codeSerial; "
                + "UPDATE codeSerial SET last = last + 200",
            "3 to 202 are passed over, which no restoration stated"
        ),
        DatabaseTampering("DELETE FROM activeStep", "activeStep differs"),
        DatabaseTampering(
            "UPDATE configuration SET content = replace(content, '\"hours\":8', '\"hours\":7')",
            "procedure 1.001612 version 1: its content is not the one"
        ),
        DatabaseTampering(
            "DELETE FROM configuration WHERE name = '2.000815'",
            "procedure 2.000815 version 1: it was taken into use and is missing"
        ),
        DatabaseTampering(
            "UPDATE configuration SET version = 9 WHERE kind = 'calendar'",
            "calendar vietnam version 9: no event says that it was taken into use"
        ),
        DatabaseTampering("INSERT INTO lateDossier SELECT id FROM dossier", "lateDossier differs"),
        DatabaseTampering("UPDATE stream SET id = id + 1000 WHERE id = (SELECT max(id) FROM stream)", "DIFFERS"),
    ]

    static let staff = [
        DatabaseTampering(
            "UPDATE account SET role = 'leader', place = NULL WHERE id = \(officer)",
            ": role differs from what its events say"
        ),
        DatabaseTampering("UPDATE account SET place = 'THUE' WHERE id = \(officer)", ": place differs"),
        DatabaseTampering("UPDATE account SET isActive = 1 WHERE username = 'officer.TP'", ": isActive differs"),
        DatabaseTampering(
            "UPDATE account SET mustChangePassword = 0 WHERE username = 'officer.THUE'",
            ": mustChangePassword differs"
        ),
        DatabaseTampering(
            "UPDATE account SET mustChangePassword = 0 WHERE username = 'le.chi'",
            ": mustChangePassword differs"
        ),
        DatabaseTampering(
            "UPDATE account SET mustChangePassword = 1 WHERE id = \(officer)",
            ": mustChangePassword differs"
        ),
        DatabaseTampering("UPDATE account SET version = 9 WHERE id = \(officer)", ": version differs"),
        DatabaseTampering("UPDATE account SET passwordHash = '' WHERE id = \(officer)", ": passwordHash differs"),
        DatabaseTampering(
            "INSERT INTO account (username, role, place, passwordHash, isActive) VALUES ('x', 'admin', NULL, 'y', 1)",
            ": no event says that it was made"
        ),
        DatabaseTampering(
            "INSERT INTO account (id, username, role, passwordHash, isActive) VALUES (-5, 'x', 'leader', 'y', 1)",
            "account -5 has a number that is never given"
        ),
        DatabaseTampering(
            "DELETE FROM posting; DELETE FROM session; DELETE FROM account WHERE id = \(officer)",
            ": its events speak of it and it is missing"
        ),
        DatabaseTampering(
            "INSERT INTO identity (digest, account, toldAt, isMapped) SELECT randomblob(32), id, 0, 1 FROM account "
                + "WHERE username = 'leader'",
            ": 1 identities of single sign-on differ"
        ),
        DatabaseTampering("UPDATE posting SET untilDay = untilDay + 90", ": it differs from what its events say"),
        DatabaseTampering("UPDATE posting SET kind = 'actingHead'", ": it differs from what its events say"),
        DatabaseTampering("UPDATE posting SET endedAt = NULL", ", posting 2: it differs"),
        DatabaseTampering("DELETE FROM posting WHERE id = 1", ", posting 1: its events speak of it"),
        DatabaseTampering(
            "INSERT INTO posting (account, kind, place, fromDay, untilDay, createdAt) "
                + "VALUES (\(officer), 'actingHead', 'THUE', 18990, 20000, 0)",
            ", posting 3: no event says that it was given"
        ),
        DatabaseTampering(
            "UPDATE posting SET untilDay = 9000000000000",
            "database: 9000000000000 in the store is no day; what comes after it was not looked at"
        ),
        DatabaseTampering("UPDATE apiKey SET role = 'head'", "API key 1: role differs from what its events say"),
        DatabaseTampering("UPDATE apiKey SET place = NULL", "API key 1: place differs"),
        DatabaseTampering("UPDATE apiKey SET scopes = 'read staff payments' WHERE id = 1", "API key 1: scopes differs"),
        DatabaseTampering("UPDATE apiKey SET revokedAt = NULL", "API key 2: revokedAt differs"),
        DatabaseTampering("UPDATE apiKey SET revokedAt = revokedAt - 1", "API key 2: revokedAt differs"),
        DatabaseTampering("UPDATE apiKeySecret SET expiresAt = expiresAt * 2", "API key 2: it was taken back and has"),
        DatabaseTampering(
            "UPDATE apiKeySecret SET expiresAt = expiresAt + 1 WHERE apiKey = 1 AND createdAt = \(firstSecret)",
            "API key 1: the end of its secret"
        ),
        DatabaseTampering(
            "UPDATE apiKeySecret SET expiresAt = expiresAt - 1 WHERE apiKey = 1 AND createdAt > \(firstSecret)",
            "API key 1: the end of its secret"
        ),
        DatabaseTampering(
            "UPDATE apiKeySecret SET expiresAt = expiresAt - 1 WHERE apiKey = 2",
            "API key 2: the end of its secret"
        ),
        DatabaseTampering(
            "INSERT INTO apiKeySecret (prefix, apiKey, hash, createdAt, expiresAt) "
                + "VALUES ('abcdefgh', 1, zeroblob(32), 0, 9999999999999)",
            "API key 1: its secrets are not those that its events name"
        ),
        DatabaseTampering(
            "DELETE FROM apiKeySecret WHERE apiKey = 1; DELETE FROM apiKey WHERE id = 1",
            "API key 1: its events speak of it and it is missing"
        ),
        DatabaseTampering(
            "INSERT INTO apiKey (id, name, scopes, version, createdAt) VALUES (7, 'x', 'read', 1, 0)",
            "API key 7: no event says that it was made"
        ),
    ]

    static let vault = [
        DatabaseTampering("UPDATE vault SET payload = CAST('{}' AS BLOB)", "vault entry"),
        DatabaseTampering("DELETE FROM vault", "is missing"),
        DatabaseTampering(
            "UPDATE vault SET keyId = 2 WHERE number = 3",
            "vault entry 3 is sealed with vault key 2, which the database knows nothing of"
        ),
        DatabaseTampering(
            "UPDATE vault SET keyId = 2 WHERE number = 3; INSERT INTO vaultKey VALUES (2, randomblob(32))",
            "vault key 2: the keys at hand are without it"
        ),
        DatabaseTampering("UPDATE vault SET keyId = 0 WHERE number = 3", "vault entry 3 lies in clear"),
        DatabaseTampering(
            "UPDATE vaultKey SET checkValue = zeroblob(32)",
            "vault key 1: the database says another check value than it has"
        ),
        DatabaseTampering("DELETE FROM vaultKey", "which the database knows nothing of"),
        DatabaseTampering("DELETE FROM hashKey", "hash key person: it is missing and in use"),
        DatabaseTampering("DELETE FROM hashKey WHERE purpose = 'idempotency'", "hash key idempotency: it is missing"),
        DatabaseTampering("DELETE FROM vaultTerm", "-0001: it is found by other numbers than its persons'"),
        DatabaseTampering(
            "UPDATE vaultTerm SET term = term - 1 WHERE term = (SELECT max(term) FROM vaultTerm)",
            "it is found by other numbers than its persons'"
        ),
        DatabaseTampering(
            "INSERT INTO vaultTerm (entry, term, dossier) SELECT 2, 77, min(id) FROM dossier",
            "terms, 4 belong to sheets in use"
        ),
        DatabaseTampering(
            "UPDATE vaultTerm SET dossier = (SELECT max(id) FROM dossier)",
            "-0001: by numbers of its persons another dossier is found"
        ),
        DatabaseTampering(
            "INSERT INTO vault SELECT 999, stream, keyId, header, payload FROM vault WHERE number = 1",
            ": no event names it"
        ),
        DatabaseTampering(
            "INSERT INTO vault SELECT -7, (SELECT id FROM stream WHERE name = 'accounts'), keyId, header, payload "
                + "FROM vault WHERE number = 1",
            "vault entry -7 of stream"
        ),
    ]

    static let texts = [
        DatabaseTampering("DELETE FROM outboxMessage", "-0001: the text that event 1 caused is missing"),
        DatabaseTampering("UPDATE outboxMessage SET dueAt = dueAt + 1", "it differs from what its event says"),
        DatabaseTampering("UPDATE outboxMessage SET createdAt = createdAt - 1", "it differs from what its event says"),
        DatabaseTampering("UPDATE outboxMessage SET kind = 'resultReady'", ": no event is its cause"),
        DatabaseTampering("UPDATE outboxMessage SET position = 2 WHERE number = 1", "text 1: no event is its cause"),
        DatabaseTampering(
            "INSERT INTO outboxMessage (dossier, position, kind, resend, dueAt, createdAt, state, attempts, "
                + "nextAttemptAt, heldUntil) SELECT dossier, position, kind, 1, dueAt, createdAt, 'queued', 0, 0, 0 "
                + "FROM outboxMessage WHERE number = 1",
            "messages: 1 texts were sent again, the history tells of 0"
        ),
    ]

    /// What acts by itself, and what the program relies on.
    static let schema = [
        DatabaseTampering(
            "CREATE TRIGGER later AFTER INSERT ON event BEGIN UPDATE account SET role = 'leader' WHERE id = 2; END",
            "schema: trigger later is not one of this program"
        ),
        DatabaseTampering("CREATE VIEW other AS SELECT 1", "schema: view other is not one of this program"),
        DatabaseTampering("CREATE TABLE other (a TEXT)", "schema: table other is not one of this program"),
        DatabaseTampering("CREATE INDEX other ON account (role)", "schema: index other is not one of this program"),
        DatabaseTampering("DROP INDEX outboxMessage_cause", "schema: index outboxMessage_cause is missing"),
        DatabaseTampering("DROP TRIGGER event_never_deleted", "schema: trigger event_never_deleted is missing"),
        DatabaseTampering(
            "DROP TRIGGER event_never_updated; "
                + "CREATE TRIGGER event_never_updated BEFORE UPDATE ON event BEGIN SELECT 1; END",
            "schema: trigger event_never_updated is not as this program makes it"
        ),
        DatabaseTampering(
            "DROP VIEW outboxText; CREATE VIEW outboxText AS SELECT * FROM outboxMessage WHERE number > 1",
            "schema: view outboxText is not as this program makes it"
        ),
        DatabaseTampering("DROP TABLE identity", "schema: table identity is missing"),
        DatabaseTampering(
            "ALTER TABLE account ADD COLUMN other TEXT",
            "schema: table account is not as this program makes it"
        ),
        DatabaseTampering(
            "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER); "
                + "CREATE TRIGGER _litestream_lock AFTER INSERT ON _litestream_seq BEGIN SELECT 1; END",
            "schema: trigger _litestream_lock is not one of this program"
        ),
    ]
}
