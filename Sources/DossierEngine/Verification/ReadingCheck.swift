import DossierDomain

/// The check of readings (kiểm tra nhật ký xem hồ sơ): each event of their stream has its row, and no row is without.
struct ReadingCheck {
    private var rows = 0

    /// Takes an event of the stream of readings.
    ///
    /// - Parameters:
    ///   - event: The event with its place among all.
    ///   - inspection: The store as it is.
    /// - Returns: What is wrong with it, and its reason with the stream whose vault holds it.
    /// - Throws: ``StoreError`` if the store cannot be read.
    mutating func take(
        _ event: SequencedEvent,
        in inspection: any StoreInspection
    ) throws -> (defects: [String], reading: (DossierReading, StreamID)?) {
        // One that cannot be read is named here, whatever is wrong with it.
        guard let reading = try? DossierReading(stored: event.body) else {
            return (["readings: event \(event.position) cannot be read"], nil)
        }
        guard let dossier = try inspection.dossier(reading.dossier)?.id else {
            return (["readings: event \(event.position) names no dossier"], nil)
        }
        let expected = ReadingRow(
            sequence: event.sequence,
            dossier: dossier,
            reader: reading.by.storedName,
            part: reading.part,
            at: reading.at
        )
        guard let row = try inspection.reading(event.sequence) else {
            return (["readings: the row of event \(event.position) is missing"], (reading, dossier))
        }
        rows += 1
        let defects = row == expected ? [] : ["readings: the row of event \(event.position) differs from its event"]
        return (defects, (reading, dossier))
    }

    /// What is wrong with the rows beside those of events; nil if nothing is.
    func checkEnd(in inspection: any StoreInspection) throws -> String? {
        let count = try inspection.readingCount()
        return count == rows ? nil : "readings: \(count) rows, \(rows) belong to events"
    }
}
