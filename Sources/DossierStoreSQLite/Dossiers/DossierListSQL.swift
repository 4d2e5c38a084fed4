/// The queries of dossier lists: each gives dossiers and their times of receipt.
///
/// All take the same values first, NULL where one is not asked for: 1 before the dossier, 2 limit, 3 agency, 4 unit,
/// 5 status, 6 late, 7 now, 8 code pattern, 9 procedure, 10 received from, 11 received before, 12 no dossier before,
/// 13 before the time of receipt, 14 and 15 a person's terms, 16 a unit besides 4; then values of their own from 17 on.
/// Late is what the public status says too: the instant that counts, rounded down to a whole second, lies after the
/// appointment.
enum DossierListSQL {
    private static let columns: StaticString = "SELECT dossier.id, dossier.receivedAt"

    /// What every list can be narrowed to.
    ///
    /// A dossier's steps are looked at rather than a unit's, of which there may be many: hence the plus. The other unit
    /// stands within the first one's condition: of one condition more SQLite would sort what lies in order.
    private static let filter: StaticString = """
          AND (?3 IS NULL OR EXISTS (
              SELECT 1 FROM dossierAgency AS part WHERE part.agency = ?3 AND part.dossier = dossier.id))
          AND (?4 IS NULL OR EXISTS (
              SELECT 1 FROM activeStep AS active
              WHERE active.dossier = dossier.id AND +active.place = ?4
                AND (?16 IS NULL OR EXISTS (
                    SELECT 1 FROM activeStep AS other WHERE other.dossier = active.dossier AND +other.place = ?16))))
          AND (?5 IS NULL OR dossier.status = ?5)
          AND (?6 IS NULL
              OR ?6 = COALESCE(COALESCE(dossier.frozenAt, ?7) / 1000 * 1000 > dossier.dueAt, 0))
          AND (?8 IS NULL OR dossier.code LIKE ?8 ESCAPE '\\')
          AND (?9 IS NULL OR dossier.procedureCode = ?9)
          AND (?10 IS NULL OR dossier.receivedAt >= ?10)
          AND (?11 IS NULL OR dossier.receivedAt < ?11)
          AND (?14 IS NULL OR EXISTS (
              SELECT 1 FROM vaultTerm AS termed
              WHERE termed.term & 1023 IN (?14 & 1023, ?15 & 1023) AND termed.term IN (?14, ?15)
                AND termed.dossier = dossier.id))
        """

    /// Orders the dossiers of a small set by registration.
    private static let byRegistration: StaticString = "AND dossier.id < ?1 ORDER BY dossier.id DESC LIMIT ?2"

    /// Orders the dossiers of a small set by receipt.
    private static let byReceipt: StaticString = """
        AND (dossier.receivedAt, dossier.id) < (?13, ?1)
        ORDER BY dossier.receivedAt DESC, dossier.id DESC LIMIT ?2
        """

    /// All dossiers.
    static let ofAll = SQLText(
        columns,
        "FROM dossier WHERE dossier.id < ?1 AND dossier.id >= ?12",
        filter,
        "ORDER BY dossier.id DESC LIMIT ?2"
    )

    /// The dossiers that an agency, 17, has a part in.
    static let ofAgency = SQLText(
        columns,
        """
        FROM dossierAgency AS own CROSS JOIN dossier ON dossier.id = own.dossier
        WHERE own.agency = ?17 AND own.dossier < ?1 AND own.dossier >= ?12
        """,
        filter,
        "ORDER BY own.dossier DESC LIMIT ?2"
    )

    /// The dossiers of a procedure, 17.
    static let ofProcedure = SQLText(
        columns,
        """
        FROM dossier INDEXED BY dossier_procedure
        WHERE dossier.procedureCode = ?17 AND dossier.id < ?1 AND dossier.id >= ?12
        """,
        filter,
        "ORDER BY dossier.id DESC LIMIT ?2"
    )

    /// The dossiers of a status, 17.
    static let ofStatus = SQLText(
        columns,
        """
        FROM dossier INDEXED BY dossier_status
        WHERE dossier.status = ?17 AND dossier.id < ?1 AND dossier.id >= ?12
        """,
        filter,
        "ORDER BY dossier.id DESC LIMIT ?2"
    )

    /// The dossiers of a time of receipt, none received before 17.
    ///
    /// Of one instant there may be thousands. SQLite seeks no dossier behind a range of times, only behind one time:
    /// hence three parts, what is left of the instant where the list stands, what was received between, and the
    /// instant where the window ends.
    static let ofReceipt = SQLText(
        columns,
        """
        FROM dossier INDEXED BY dossier_receivedAt
        WHERE dossier.receivedAt = ?13 AND dossier.id < ?1
          AND dossier.id >= CASE WHEN ?13 > ?17 THEN 0 WHEN ?13 = ?17 THEN ?12 ELSE ?1 END
        """,
        filter,
        "UNION ALL",
        columns,
        """
        FROM dossier INDEXED BY dossier_receivedAt
        WHERE dossier.receivedAt < ?13 AND dossier.receivedAt > ?17
        """,
        filter,
        "UNION ALL",
        columns,
        """
        FROM dossier INDEXED BY dossier_receivedAt
        WHERE dossier.receivedAt = ?17 AND ?13 > ?17 AND dossier.id >= ?12
        """,
        filter,
        "ORDER BY dossier.receivedAt DESC, dossier.id DESC LIMIT ?2"
    )

    /// The dossiers under a token of names, 17, and under three more, 18 to 20.
    ///
    /// The conditions stand in one another: beside one another they make SQLite sort what lies in order.
    static let ofName = SQLText(
        columns,
        """
        FROM nameToken AS found CROSS JOIN dossier ON dossier.id = found.dossier
        WHERE found.token = ?17 AND found.dossier < ?1 AND found.dossier >= ?12
          AND (?18 IS NULL OR EXISTS (
              SELECT 1 FROM nameToken AS second WHERE second.token = ?18 AND second.dossier = found.dossier
                AND (?19 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS third WHERE third.token = ?19 AND third.dossier = second.dossier))
                AND (?20 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS fourth WHERE fourth.token = ?20 AND fourth.dossier = second.dossier))))
        """,
        filter,
        "ORDER BY found.dossier DESC LIMIT ?2"
    )

    private static let unitSet: StaticString = """
        FROM dossier
        WHERE dossier.id IN (
              SELECT active.dossier FROM activeStep AS active
              WHERE active.place = ?17
                AND (?18 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS leading WHERE leading.token = ?18 AND leading.dossier = active.dossier))
                AND (?19 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS second WHERE second.token = ?19 AND second.dossier = active.dossier))
                AND (?20 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS third WHERE third.token = ?20 AND third.dossier = active.dossier))
                AND (?21 IS NULL OR EXISTS (
                    SELECT 1 FROM nameToken AS fourth WHERE fourth.token = ?21 AND fourth.dossier = active.dossier)))
        """

    /// The dossiers with a step under way at a unit, 17: few, found by the unit's inbox; under four tokens of names, 18
    /// to 21.
    static let ofUnit = SQLText(columns, unitSet, filter, byRegistration)
    /// The same in the order of receipt.
    static let ofUnitByReceipt = SQLText(columns, unitSet, filter, byReceipt)

    /// The dossiers of a procedure, 17, that has few, in the order of receipt.
    static let ofProcedureByReceipt = SQLText(
        columns,
        "FROM dossier INDEXED BY dossier_procedure WHERE dossier.procedureCode = ?17",
        filter,
        byReceipt
    )

    /// The dossiers of a status, 17, that few have, in the order of receipt.
    static let ofStatusByReceipt = SQLText(
        columns,
        "FROM dossier INDEXED BY dossier_status WHERE dossier.status = ?17",
        filter,
        byReceipt
    )

    /// The late ones and a few more, those that became so in the second before.
    private static let lateSet: StaticString = """
        FROM dossier
        WHERE dossier.id IN (
              SELECT frozen.id FROM dossier AS frozen INDEXED BY dossier_late WHERE frozen.frozenAt > frozen.dueAt
              UNION ALL
              SELECT running.id FROM dossier AS running INDEXED BY dossier_running
              WHERE running.frozenAt IS NULL AND running.dueAt < ?7)
        """

    /// The late dossiers, where they are few.
    static let ofLate = SQLText(columns, lateSet, filter, byRegistration)
    /// The same in the order of receipt.
    static let ofLateByReceipt = SQLText(columns, lateSet, filter, byReceipt)

    /// The dossiers of a window with an entry of one of two terms, 17 and 18; a dossier may have several.
    static let ofPerson = SQLText(
        columns,
        """
        FROM dossier
        WHERE dossier.id IN (
              SELECT found.dossier FROM vaultTerm AS found
              WHERE found.term & 1023 IN (?17 & 1023, ?18 & 1023) AND found.term IN (?17, ?18)
                AND found.dossier < ?1 AND found.dossier >= ?12)
        """,
        filter,
        byRegistration
    )
    /// All of them, where they are few, in the order of receipt.
    static let ofPersonByReceipt = SQLText(
        columns,
        """
        FROM dossier
        WHERE dossier.id IN (
              SELECT found.dossier FROM vaultTerm AS found
              WHERE found.term & 1023 IN (?17 & 1023, ?18 & 1023) AND found.term IN (?17, ?18))
        """,
        filter,
        byReceipt
    )

    private static let numberSet: StaticString = """
        FROM dossier
        WHERE dossier.id IN (SELECT found.value FROM json_each(?17) AS found)
        """

    /// The dossiers of a list of numbers, 17, as JSON.
    static let ofNumbers = SQLText(columns, numberSet, filter, byRegistration)
    /// The same in the order of receipt.
    static let ofNumbersByReceipt = SQLText(columns, numberSet, filter, byReceipt)

    private static let codeSet: StaticString = """
        FROM dossier
        WHERE dossier.id IN (
            WITH RECURSIVE known (agency) AS (
                SELECT MIN(agency) FROM codeSerial
                UNION ALL
                SELECT (SELECT MIN(later.agency) FROM codeSerial AS later WHERE later.agency > known.agency)
                FROM known WHERE known.agency IS NOT NULL
            )
            SELECT coded.id FROM known CROSS JOIN dossier AS coded
                ON coded.code >= known.agency || ?18 AND coded.code < known.agency || ?18 || ':'
            WHERE known.agency LIKE ?17 ESCAPE '\\'
            UNION ALL
            SELECT coded.id FROM known CROSS JOIN dossier AS coded
                ON coded.code >= known.agency || ?19 AND coded.code < known.agency || ?19 || ':'
            WHERE known.agency LIKE ?17 ESCAPE '\\'
        )
        """

    /// The dossiers whose code has an identifier like 17 with 18 or 19 behind it; ':' is what comes after '9'.
    static let ofCode = SQLText(columns, codeSet, filter, byRegistration)
    /// The same in the order of receipt.
    static let ofCodeByReceipt = SQLText(columns, codeSet, filter, byReceipt)
}
