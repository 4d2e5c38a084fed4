import DossierConfig
import DossierEngine
import WorkingCalendar

/// Whether everybody has a place (khám vị trí công tác).
extension Examination {
    /// Accounts, postings and keys whose unit or commune the organisation does not have any more, or does not take
    /// their role; nil if there are none.
    func lostSeats(in inspection: any StoreInspection) throws -> Finding? {
        let examination = SeatExamination(
            rules: try configuration.rules(stored: []),
            inspection: inspection,
            now: now,
            today: LocalDateTime(try present(in: inspection)).date
        )
        return try examination.finding()
    }
}
