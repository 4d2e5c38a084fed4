import DossierDomain
import WorkingCalendar

/// Reads a dossier's events (lịch sử hồ sơ).
enum EventHistory {
    /// How many events are read at once.
    static let pageSize = 200
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
        while events.count < count {
            let page = try snapshot.events(of: id, after: events.count, limit: min(pageSize, count - events.count))
            if page.isEmpty { throw StoreError(.damaged, "stream \(id.number) has fewer than \(count) events") }
            for bytes in page { events.append(try EventCodec.decode(bytes).event) }
        }
        return events
    }

    /// The papers that were brought after the intake, up to the dossier's version; none of those that were erased.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func laterPapers(of dossier: Dossier, in snapshot: any StoreSnapshot) throws -> [SubmittedDocument] {
        guard dossier.supplementRequests > 0, let id = try snapshot.dossier(dossier.code)?.id else { return [] }
        var papers: [SubmittedDocument] = []
        var position = 0
        while position < dossier.version {
            let limit = min(pageSize, dossier.version - position)
            let page = try snapshot.events(of: id, after: position, limit: limit)
            if page.isEmpty { break }
            for bytes in page {
                guard case .supplementReceived(let brought) = try EventCodec.decode(bytes).event.fact else { continue }
                papers += try Vault.texts(brought, in: snapshot)?.documents ?? []
            }
            position += page.count
        }
        return papers
    }

    /// Why a dossier was refused, stopped or voided, as its applicant was told; nil for any other, and once it is
    /// erased.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect`` if an event cannot be read.
    static func endReason(of dossier: Dossier, id: StreamID, in snapshot: any StoreSnapshot) throws -> String? {
        guard dossier.status == .refused || dossier.status == .stopped else { return nil }
        var reason: VaultReference?
        var position = 0
        while position < dossier.version {
            let page = try snapshot.events(of: id, after: position, limit: min(pageSize, dossier.version - position))
            if page.isEmpty { break }
            for bytes in page {
                switch try EventCodec.decode(bytes).event.fact {
                case .refused(let told), .stopped(let told), .voided(let told): reason = told
                default: break
                }
            }
            position += page.count
        }
        return try Vault.texts(reason, in: snapshot)?.reason
    }

    /// The state that a dossier had at a version, and the instant of the event that made it.
    ///
    /// - Throws: ``StoreError`` if there are fewer events, ``StoredFormDefect`` if one cannot be read.
    static func dossier(_ id: StreamID, at version: Int, in snapshot: any StoreSnapshot) throws -> (Dossier, Instant) {
        var dossier: Dossier?
        var last = Instant(milliseconds: 0)
        var position = 0
        while position < version {
            let page = try snapshot.events(of: id, after: position, limit: min(pageSize, version - position))
            if page.isEmpty { break }
            for bytes in page {
                let event = try EventCodec.decode(bytes).event
                last = event.at
                if dossier == nil { dossier = Dossier(first: event) } else { dossier?.apply(event) }
            }
            position += page.count
        }
        guard let dossier, dossier.version == version else {
            throw StoreError(.damaged, "stream \(id.number) has no version \(version)")
        }
        return (dossier, last)
    }
}
