import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

/// 2022-01-05, 18,997 days after 1970-01-01 (52 years of 365 days, 13 leap days, 4 days).
let receiptDay = LocalDate(dayNumber: 18_997)
/// 2022-01-05 10:20 at UTC+07:00.
let receipt = Instant(milliseconds: 1_641_352_800_000)
let deskIdentifier = "000.00.15.H47"
let finance = UnitPlace(unit: "TCKH", commune: nil)

/// Registers a plausible dossier: serial, stream, one event, vault entry, row, text.
@discardableResult
func register(in transaction: any StoreTransaction, payload: [UInt8] = Array("{}".utf8)) throws -> DossierCode {
    let serial = try transaction.takeSerial(agencyIdentifier: deskIdentifier, date: receiptDay)
    let padded = String(repeating: "0", count: max(0, 4 - String(serial).count)) + String(serial)
    let code = try #require(DossierCode("\(deskIdentifier)-220105-\(padded)"))
    let head = try transaction.makeStream()
    let event = Array("event of \(code)".utf8)
    _ = try transaction.append(event, hash: Digest.of(event), to: head)
    _ = try transaction.putVaultEntry(
        VaultEntry(keyID: 0, header: [UInt8](repeating: 1, count: 16), payload: payload),
        of: head.id
    )
    try transaction.insert(row(of: head.id, code: code))
    try transaction.enqueue(
        OutboxDraft(dossier: head.id, position: 1, kind: .received, dueAt: nil, quotes: nil, createdAt: receipt)
    )
    return code
}

/// The row of a plausible dossier that has just been received.
func row(of id: StreamID, code: DossierCode) -> DossierRow {
    DossierRow(
        id: id,
        code: code,
        version: 1,
        status: .received,
        procedure: "1.001612",
        receivedAt: receipt,
        dueAt: receipt.adding(seconds: 432_000),
        frozenAt: nil,
        nextTimerAt: receipt.adding(seconds: 3600),
        isLate: false,
        state: Array("{}".utf8),
        publicStatus: Array("{".utf8),
        agencies: ["UBND-H"],
        activeSteps: [ActiveStepRow(step: "intake", place: finance, urgency: 1)]
    )
}
