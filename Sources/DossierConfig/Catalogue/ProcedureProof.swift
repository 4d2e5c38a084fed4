import DossierDomain
import WorkingCalendar

/// The proof of a read procedure against the organisation and the calendars (chứng minh thủ tục), with places.
struct ProcedureProof {
    private let organisation: Organisation
    private let calendars: [AgencyID: WorkingCalendar]
    private let log: DefectLog

    init(organisation: Organisation, calendars: [AgencyID: WorkingCalendar], log: DefectLog) {
        self.organisation = organisation
        self.calendars = calendars
        self.log = log
    }

    /// Proves that a procedure can be on time; nil if it cannot, which is then noted.
    func prove(_ procedure: Procedure, root: ConfigCursor) -> RouteProof? {
        let strangers = unknownUnits(of: root)
        for stranger in strangers {
            log.add(stranger.defect("There is no unit \(stranger.node.text ?? "").", "Không có đơn vị này."))
        }
        guard
            strangers.isEmpty, case .unit(let desk) = procedure.route.intake.performer,
            let agency = organisation.units[desk]?.agency, let calendar = calendars[agency]
        else { return nil }
        do {
            return try RouteProof(of: procedure, in: organisation, calendar: calendar)
        } catch {
            log.add(defect(error, root: root))
            return nil
        }
    }

    private func unknownUnits(of root: ConfigCursor) -> [ConfigCursor] {
        (root["steps"]?.elements ?? []).compactMap { $0["unit"] }.filter { cursor in
            organisation.units[UnitID(rawValue: cursor.node.text ?? "")] == nil
        }
    }

    private func defect(_ error: ProcedureDefect, root: ConfigCursor) -> ConfigurationDefect {
        let limit = root["limit"] ?? root
        switch error {
        case .unknownUnit(let step, let unit):
            return place(of: step, root).defect("There is no unit \(unit).", "Không có đơn vị \(unit).")
        case .notAtTheDesk(let step):
            return place(of: step, root).defect(
                "The step \(step) must be done by a desk.",
                "Bước \(step) phải do bộ phận một cửa làm."
            )
        case .longerThanLimit(let path, let needed, let granted):
            let way = path.map(\.rawValue).joined(separator: " > ")
            return limit.defect(
                "The path \(way) takes \(Self.hours(needed)) working hours, the limit grants \(Self.hours(granted)).",
                "Đường \(way) cần \(Self.hours(needed)) giờ làm việc, thời hạn chỉ có \(Self.hours(granted)) giờ."
            )
        case .limitNeverGranted:
            return limit.defect("The limit never ends within the calendar.", "Thời hạn vượt quá lịch đã có.")
        }
    }

    private func place(of step: StepID, _ root: ConfigCursor) -> ConfigCursor {
        let step = (root["steps"]?.elements ?? []).first { $0["id"]?.node.text == step.rawValue }
        return step?["unit"] ?? step ?? root
    }

    /// Writes seconds as hours with two decimals, rounded down.
    private static func hours(_ seconds: Int64) -> String {
        let hundredths = seconds % 3600 * 100 / 3600
        return "\(seconds / 3600).\(hundredths < 10 ? "0" : "")\(hundredths)"
    }
}
