import DossierDomain
import DossierEngine
import WorkingCalendar

/// Dossiers as a store sees them: plausible, but with bytes for state that only the engine would understand.
struct SampleDossier: Sendable {
    /// 2022-01-05 10:20 at UTC+07:00.
    static let receipt = Instant(milliseconds: 1_641_352_800_000)
    static let date = LocalDateTime(receipt).date
    static let identifier = "000.00.15.H47"
    static let taxOffice = UnitPlace(unit: "THUE", commune: nil)
    static let finance = UnitPlace(unit: "TCKH", commune: nil)
    static let haLamDesk = UnitPlace(unit: "BPMC-X", commune: "ha-lam")

    var serial = 1
    var version = 1
    var status = Status.received
    var dueAt: Instant? = receipt.adding(seconds: 5 * 86_400)
    var frozenAt: Instant?
    var nextTimerAt: Instant?
    var isLate = false
    var agencies = ["UBND-H"]
    var activeSteps: [ActiveStepRow] = []
    var finishedSteps: [FinishedStepRow] = []
    var procedure: ProcedureCode = "1.001612"
    var receivedAt: Instant? = receipt
    var ownCode: DossierCode?

    /// The code, for example `000.00.15.H47-220105-0001`, if it has none of its own.
    func code() throws -> DossierCode {
        if let ownCode { return ownCode }
        let digits = String(serial)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return try expectFound(DossierCode("\(Self.identifier)-220105-\(padded)"), "the code of serial \(serial)")
    }

    /// The row of the dossier in a stream.
    func row(_ id: StreamID) throws -> DossierRow {
        DossierRow(
            id: id,
            code: try code(),
            version: version,
            status: status,
            procedure: procedure,
            receivedAt: receivedAt,
            dueAt: dueAt,
            frozenAt: frozenAt,
            nextTimerAt: nextTimerAt,
            isLate: isLate,
            state: Array("state \(serial) version \(version)".utf8),
            publicStatus: Array("status \(serial) version \(version)".utf8),
            agencies: agencies,
            activeSteps: activeSteps,
            finishedSteps: finishedSteps
        )
    }

    /// Saves the dossier as a new one with one event, in a transaction of its own.
    @discardableResult
    func save(in store: any DossierStore) async throws -> StreamID {
        try await store.transact { try save(in: $0) }
    }

    /// Saves the dossier as a new one with one event.
    @discardableResult
    func save(in transaction: any StoreTransaction) throws -> StreamID {
        let head = try transaction.makeStream()
        _ = try transaction.append(Self.event(1), hash: Digest.of(Self.event(1)), to: head)
        try transaction.insert(try row(head.id))
        return head.id
    }

    /// Gives so many serials for codes of dossiers like these, as whoever registers them does.
    static func takeSerials(_ count: Int, in store: any DossierStore) async throws {
        try await store.transact { transaction in
            for _ in 0..<count { _ = try takeSerial(in: transaction) }
        }
    }

    /// Gives one such serial.
    static func takeSerial(in transaction: any StoreTransaction) throws -> Int {
        try transaction.takeSerial(agencyIdentifier: identifier, date: date)
    }

    /// The bytes of an event.
    static func event(_ number: Int) -> [UInt8] { Array("event \(number)".utf8) }

    /// A text of the dossier in a stream.
    static func draft(
        _ dossier: StreamID,
        position: Int = 1,
        kind: NotificationKind = .received,
        createdAt: Instant = receipt
    ) -> OutboxDraft {
        OutboxDraft(
            dossier: dossier,
            position: position,
            kind: kind,
            dueAt: receipt.adding(seconds: 3600),
            quotes: VaultReference(number: 7, commitment: String(repeating: "ab", count: 32)),
            createdAt: createdAt
        )
    }
}

extension DossierStore {
    /// Makes an account of the finance office.
    func insertAccount(_ username: String, _ role: Role = .officer) async throws -> AccountID {
        try await transact {
            try $0.insertAccount(
                username: username,
                role: role,
                place: SampleDossier.finance,
                passwordHash: "scrypt$1"
            )
        }
    }

    /// The states of the dossiers of a list, as texts.
    func states(
        matching filter: DossierFilter,
        before stream: StreamID? = nil,
        limit: Int = 100
    ) async throws -> [String] {
        try await read { try $0.dossiers(matching: filter, before: stream, limit: limit) }
            .map { String(decoding: $0.state, as: UTF8.self) }
    }
}
