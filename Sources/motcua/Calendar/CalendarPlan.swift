import DossierConfig
import DossierDomain
import DossierEngine
import WorkingCalendar

/// A calendar that is asked for on the command line (lịch nghỉ được đề nghị), with the configuration's organisation,
/// held against what is in force.
struct CalendarPlan: Sendable {
    private let configuration: LoadedConfiguration
    private let isFile: Bool
    /// The version asked for.
    let calendar: StoredConfiguration

    /// Reads the calendar: a file's, else the one that the configuration chooses.
    ///
    /// - Throws: `ConfigurationDefects` with the file's mistakes.
    init(file: String?, configuration: LoadedConfiguration) throws {
        self.configuration = configuration
        guard let chosen = configuration.chosenCalendar else {
            throw CommandFailure(
                "The configuration has no calendar.",
                vietnamese: "Cấu hình không có lịch nghỉ; hãy đặt authority.calendar trong motcua.yaml."
            )
        }
        isFile = file != nil
        guard let file else {
            calendar = chosen
            return
        }
        // Whatever the file is called, it is to replace the one that the configuration chooses.
        calendar = StoredConfiguration(try ConfigFolder.calendar(file: file, named: chosen.name))
    }

    /// A report on a change that is planned, empty as yet.
    func report(on planned: PlannedChange, isDone: Bool, namesAll: Bool) -> CalendarReport {
        CalendarReport(
            on: ConfigurationVersion(calendar),
            with: planned.organisation,
            isDone: isDone,
            namesAll: namesAll
        )
    }

    /// The organisation and the calendar asked for.
    var asked: [StoredConfiguration] {
        configuration.versions.filter { $0.kind == StoredConfiguration.organisationKind } + [calendar]
    }

    /// The change from what is in force.
    ///
    /// - Parameters:
    ///   - snapshot: The store as of one moment.
    ///   - now: The present instant.
    /// - Returns: The change; nil if what is asked for is in force.
    /// - Throws: ``CommandFailure`` if a version was used with other content, `ConfigurationDefects`, `StoreError`.
    func change(in snapshot: any StoreSnapshot, at now: Instant) throws -> PlannedChange? {
        guard try snapshot.calendarInForce(named: calendar.name) != nil else {
            throw CommandFailure(
                "This database has no calendar yet; the first start takes the configured one.",
                vietnamese: "Cơ sở dữ liệu chưa có lịch; lần khởi động đầu tiên sẽ dùng lịch trong cấu hình."
            )
        }
        if let rival = try asked.first(where: { try snapshot.hasRival(of: $0) }) {
            throw CommandFailure(
                "The \(rival.kind) \(ConfigurationVersion(rival)) was used with other content: give the "
                    + "change a higher version.",
                vietnamese: "\(ConfigurationVersion(rival)) đã được dùng với nội dung khác: hãy tăng version."
            )
        }
        if isFile { try prove() }
        guard let transition = try ConfigurationTransition(to: asked, at: now, in: snapshot) else { return nil }
        return PlannedChange(
            transition: transition,
            change: try configuration.timetableChange(transition, in: snapshot)
        )
    }
}

extension CalendarPlan {
    /// Proves that every procedure can be on time by a calendar that is not the configured one, as a start would.
    ///
    /// - Throws: ``CommandFailure`` that names the procedures which cannot; `ConfigurationDefects`.
    private func prove() throws {
        let organisation = configuration.organisation
        let calendars = try ConfigFolder.calendars(fromCanonicalJSON: calendar.content, of: organisation)
        var late: [String] = []
        for procedure in configuration.procedures {
            do throws(ProcedureDefect) {
                _ = try RouteProof(of: procedure, in: organisation, calendars: calendars)
            } catch {
                late.append(procedure.code.rawValue)
            }
        }
        guard late.isEmpty else {
            throw CommandFailure(
                "By the calendar \(ConfigurationVersion(calendar)) these procedures can be late or get no date, and no "
                    + "start would take it: \(late.joined(separator: ", ")). To see for which dossier, put the file "
                    + "into a copy of the configuration and run `motcua check-config` there.",
                vietnamese:
                    "Theo lịch \(ConfigurationVersion(calendar)), các thủ tục \(late.joined(separator: ", ")) có "
                    + "thể trễ hẹn hoặc không tính được ngày hẹn: hãy xem chi tiết bằng `motcua check-config`."
            )
        }
    }
}

/// A change with what it is about.
struct PlannedChange: Sendable {
    let transition: ConfigurationTransition
    let change: TimetableChange

    /// The organisation that it takes into use; nil if the present one stays.
    var organisation: ConfigurationVersion? { transition.organisation.map { ConfigurationVersion($0.chosen) } }
}
