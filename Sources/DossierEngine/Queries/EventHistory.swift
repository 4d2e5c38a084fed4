import DossierDomain
import WorkingCalendar

/// Reads a dossier's events (lịch sử hồ sơ).
enum EventHistory {
    /// How many events are read at once.
    private static let pageSize = 200
    /// How many events of one dossier are told at once; a dossier of a district has some dozens.
    ///
    /// Source: project decision, 2026-11-28, because a sheet that lacked its newest events would say what is not so.
    static let maximumEvents = 2_000

    /// All events of a dossier in their order.
    ///
    /// - Throws: ``RequestRefusal/historyTooLong`` if there are more than ``maximumEvents``, ``StoreError`` if there
    ///   are fewer than the count, ``StoredFormDefect`` if one cannot be read.
    static func events(of id: StreamID, count: Int, in snapshot: any StoreSnapshot) throws -> [DossierEvent] {
        guard count <= maximumEvents else { throw RequestRefusal.historyTooLong }
        var events: [DossierEvent] = []
        try walk(id, upTo: count, in: snapshot) { events.append($0) }
        guard events.count == count else {
            throw StoreError(.damaged, "stream \(id.number) has fewer than \(count) events")
        }
        return events
    }

    /// The papers that were brought after the intake, up to the dossier's version; none of those that were erased.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func laterPapers(of dossier: Dossier, in snapshot: any StoreSnapshot) throws -> [SubmittedDocument] {
        guard dossier.supplementRequests > 0, let id = try snapshot.dossier(dossier.code)?.id else { return [] }
        var papers: [SubmittedDocument] = []
        try walk(id, upTo: dossier.version, in: snapshot) { event in
            guard case .supplementReceived(let brought) = event.fact else { return }
            papers += try Vault.texts(brought, in: snapshot)?.documents ?? []
        }
        return papers
    }

    /// The applicant's data of the intake and of each correction of them up to the dossier's version, oldest first.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func sheets(of dossier: Dossier, in snapshot: any StoreSnapshot) throws -> [VaultReference] {
        try replacedSheets(of: dossier, in: snapshot).map(\.reference) + [dossier.applicant]
    }

    /// An applicant's sheet that a correction replaced (tờ khai trước đính chính).
    struct ReplacedSheet {
        /// The sheet.
        let reference: VaultReference
        /// When it was replaced.
        let until: Instant
        /// The dossier's last version with it.
        let lastVersion: Int
    }

    /// The applicant's data that corrections replaced up to the dossier's version, oldest first.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func replacedSheets(of dossier: Dossier, in snapshot: any StoreSnapshot) throws -> [ReplacedSheet] {
        var present = dossier.registration.applicant
        // Most were never corrected.
        guard dossier.applicant != present, let id = try snapshot.dossier(dossier.code)?.id else { return [] }
        var replaced: [ReplacedSheet] = []
        var version = 0
        try walk(id, upTo: dossier.version, in: snapshot) { event in
            version += 1
            // A correction that switched texts on or off alone names the sheet before it.
            guard case .corrected(_, let sheet, _) = event.fact, sheet != present else { return }
            replaced.append(ReplacedSheet(reference: present, until: event.at, lastVersion: version - 1))
            present = sheet
        }
        return replaced
    }

    /// The names of all people who stand on those sheets, of before corrections too: of whoever stood there for the
    /// applicant once, free texts go on speaking.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event or a sheet cannot be read.
    static func namesOfPeople(in dossier: Dossier, in snapshot: any StoreSnapshot) throws -> [String] {
        try sheets(of: dossier, in: snapshot).flatMap { try Vault.sheet($0, in: snapshot)?.namesOfPeople ?? [] }
    }

    /// Why a dossier was refused, stopped or voided, as its applicant was told; nil for any other, and once it is
    /// erased.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func endReason(of dossier: Dossier, id: StreamID, in snapshot: any StoreSnapshot) throws -> String? {
        guard dossier.status == .refused || dossier.status == .stopped else { return nil }
        var reason: VaultReference?
        try walk(id, upTo: dossier.version, in: snapshot) { event in
            switch event.fact {
            case .refused(let told), .stopped(let told), .voided(let told): reason = told
            default: break
            }
        }
        return try Vault.texts(reason, in: snapshot)?.reason
    }

    /// The state that a dossier had at a version, and the instant of the event that made it.
    ///
    /// - Throws: ``StoreError`` if there are fewer events, ``StoredFormDefect`` if one cannot be read.
    static func dossier(_ id: StreamID, at version: Int, in snapshot: any StoreSnapshot) throws -> (Dossier, Instant) {
        var dossier: Dossier?
        var last = Instant(milliseconds: 0)
        try walk(id, upTo: version, in: snapshot) { event in
            last = event.at
            if dossier == nil { dossier = Dossier(first: event) } else { dossier?.apply(event) }
        }
        guard let dossier, dossier.version == version else {
            throw StoreError(.damaged, "stream \(id.number) has no version \(version)")
        }
        return (dossier, last)
    }

    /// Takes a dossier's events up to a version in their order, or as many as there are.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read, and what the taker throws.
    private static func walk(
        _ id: StreamID,
        upTo version: Int,
        in snapshot: any StoreSnapshot,
        _ take: (DossierEvent) throws -> Void
    ) throws {
        var position = 0
        while position < version {
            let page = try snapshot.events(of: id, after: position, limit: min(pageSize, version - position))
            if page.isEmpty { return }
            for bytes in page { try take(try EventCodec.decode(bytes).event) }
            position += page.count
        }
    }
}
