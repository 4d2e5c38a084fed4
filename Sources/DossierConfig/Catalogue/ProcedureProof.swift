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
            let name = stranger.node.text ?? ""
            log.add(stranger.defect("There is no unit \(name).", "Không có đơn vị \(name)."))
        }
        guard strangers.isEmpty else { return nil }
        do {
            return try RouteProof(of: procedure, in: organisation, calendars: calendars)
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
        case .noWorkingTime(let step):
            return place(of: step, root).defect("The step \(step) has no hours.", "Bước \(step) không có số giờ.")
        case .noCalendar(let unit):
            return root.defect("The unit \(unit) has no office hours.", "Đơn vị \(unit) không có giờ làm việc.")
        case .late(let run): return limit.defect(run.sentence)
        case .tooManyWays:
            return (root["steps"] ?? root).defect(
                "The route has too many decisions and payments to prove each.",
                "Quy trình có quá nhiều nhánh và bước nộp tiền để kiểm tra."
            )
        case .rungNeverKept(let rung, let clock, let granted): return neverKept(rung, clock, granted, root: root)
        case .limitNeverGranted:
            return limit.defect("The limit never ends within the calendar.", "Thời hạn vượt quá lịch đã có.")
        }
    }

    private func place(of step: StepID, _ root: ConfigCursor) -> ConfigCursor {
        let step = (root["steps"]?.elements ?? []).first { $0["id"]?.node.text == step.rawValue }
        return step?["unit"] ?? step ?? root
    }

    private func neverKept(
        _ rung: RungID,
        _ clock: LadderClock,
        _ granted: WorkingTime,
        root: ConfigCursor
    ) -> ConfigurationDefect {
        let hours = RouteRun.hours(granted.seconds)
        return (root["ladder"] ?? root).defect(
            "The warning \(rung) of the \(clock)'s clock never fires: that clock has at most \(hours) of working time.",
            "Nấc cảnh báo \(rung) không bao giờ đến: thời gian làm việc nhiều nhất chỉ có \(hours)."
        )
    }
}
