import DossierDomain
import WorkingCalendar

/// Reads a dossier's events (lịch sử hồ sơ).
enum EventHistory {
    /// How many events are read at once.
    static let pageSize = 200

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
