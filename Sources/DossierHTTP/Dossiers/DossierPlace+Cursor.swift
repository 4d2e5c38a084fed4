import DossierEngine
import WorkingCalendar

extension DossierPlace {
    /// Reads the cursor of a list of dossiers (con trỏ danh sách hồ sơ).
    ///
    /// - Parameters:
    ///   - typed: What came back.
    ///   - isByReceipt: Whether the list is in the order of receipt; a cursor of the other order is refused.
    /// - Throws: ``Problem`` of code `invalid-cursor`.
    init(_ typed: String, isByReceipt: Bool) throws(Problem) {
        guard isByReceipt else {
            let numbers = try PageCursor(typed, of: .dossiers, numbers: 1).numbers
            self.init(dossier: StreamID(number: numbers[0]))
            return
        }
        let numbers = try PageCursor(typed, of: .received, numbers: 2).numbers
        self.init(receivedAt: Instant(milliseconds: numbers[0]), dossier: StreamID(number: numbers[1]))
    }
}

extension PageCursor {
    /// The cursor of a place in a list of dossiers.
    init(_ place: DossierPlace) {
        if let receivedAt = place.receivedAt {
            self.init(.received, numbers: [receivedAt.milliseconds, place.dossier.number])
        } else {
            self.init(.dossiers, numbers: [place.dossier.number])
        }
    }
}
