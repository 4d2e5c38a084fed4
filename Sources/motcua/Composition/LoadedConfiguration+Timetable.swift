import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// The change from the organisation and the calendar in force to other ones.
extension LoadedConfiguration {
    /// The calendar that the configuration chooses, as the store keeps it.
    var chosenCalendar: StoredConfiguration? { versions.first { $0.kind == StoredConfiguration.calendarKind } }

    /// Puts the change together.
    ///
    /// - Parameters:
    ///   - transition: What is to take whose place.
    ///   - snapshot: The database.
    ///   - reader: Where its procedures are read when they are needed; nil for the database of the settings.
    /// - Returns: The change.
    /// - Throws: `ConfigurationDefects` if a stored version cannot be read again; `CommandFailure` if the new calendar
    ///   lacks a year of the one in force: dossiers that wait, and the sheets of those that ended, are still counted by
    ///   it.
    func timetableChange(
        _ transition: ConfigurationTransition,
        in snapshot: any StoreSnapshot,
        reading reader: SQLiteConfigurationReader? = nil
    ) throws -> TimetableChange {
        let stored = try snapshot.sharedConfigurations()
        let rules = try rules(of: snapshot, reading: reader)
        let oldOrganisation =
            try transition.organisation.map { step in
                try Self.remembering(stored, by: ConfigFolder.organisation(fromCanonicalJSON: step.inForce.content))
            } ?? rules.organisation
        let new = try calendars(by: transition.calendar?.chosen, of: rules.organisation)
        let old = try calendars(by: transition.calendar?.inForce, of: oldOrganisation)
        if let calendar = transition.calendar { try Self.checkYears(calendar, old, new) }
        let newRules = rules.working(by: new)
        return TimetableChange(
            to: transition.calendar?.chosen,
            organisation: transition.organisation.map { step in
                OrganisationChange(to: step.chosen, rules: newRules, from: oldOrganisation)
            },
            rules: newRules,
            oldCalendars: old
        )
    }

    /// The calendar of each agency, of those that are no more too, by a version of the calendar; by the configured one
    /// if that stays.
    func calendars(
        by version: StoredConfiguration?,
        of organisation: Organisation
    ) throws -> [AgencyID: WorkingCalendar] {
        guard let content = (version ?? chosenCalendar)?.content else { return calendars }
        return try ConfigFolder.calendars(fromCanonicalJSON: content, of: organisation)
    }

    /// Refuses a calendar without a year of the one in force; all agencies share their data.
    private static func checkYears(
        _ step: VersionStep,
        _ old: [AgencyID: WorkingCalendar],
        _ new: [AgencyID: WorkingCalendar]
    ) throws {
        guard let had = old.values.first?.publicCalendar.years, let has = new.values.first?.publicCalendar.years
        else { return }
        let missing = had.filter { !has.contains($0) }
        guard missing.isEmpty else {
            throw CommandFailure(
                "The calendar \(ConfigurationVersion(step.chosen)) lacks the data of "
                    + missing.map(String.init).joined(separator: ", ")
                    + " that \(ConfigurationVersion(step.inForce)) has, and dossiers may be counted by: put them back, "
                    + "then try again.",
                vietnamese: "Lịch \(ConfigurationVersion(step.chosen)) thiếu dữ liệu năm "
                    + missing.map(String.init).joined(separator: ", ") + " mà lịch đang áp dụng có: hãy bổ sung lại."
            )
        }
    }

    /// Takes what the configuration chooses into use when a program starts, if no promise moves by it and the hours of
    /// days gone by stay.
    ///
    /// - Parameters:
    ///   - transition: What is to take whose place.
    ///   - transaction: Where it is written.
    ///   - reader: Where the procedures of the database are read when they are needed.
    /// - Throws: `OrganisationChangeRefusal` if dossiers need what the organisation takes away; `StoreError` of code
    ///   unsuitable if promises or hours gone by would change, with the commands that look at them and do it.
    func changeTimetable(
        _ transition: ConfigurationTransition,
        in transaction: any StoreTransaction,
        reading reader: SQLiteConfigurationReader
    ) throws {
        let change = try timetableChange(transition, in: transaction, reading: reader)
        let moves = change.mayMove ? try change.preview(in: transaction, at: transition.now) : PromiseMoves()
        if let objection = try change.objection(to: moves, in: transaction, at: transition.now) {
            throw StoreError(
                .unsuitable,
                "\(transition.news) new to it: \(objection) See it with `motcua calendar preview`, take it into use "
                    + "with `motcua calendar apply`, then start again\nLịch hoặc cơ cấu tổ chức mới làm đổi ngày hẹn "
                    + "hoặc giờ làm việc đã qua: hãy xem bằng `motcua calendar preview`, áp dụng bằng `motcua calendar "
                    + "apply`, rồi khởi động lại."
            )
        }
        _ = try change.apply(in: transaction, at: transition.now)
    }
}

extension TimetableChange {
    /// Why a start does not make the change by itself, in a sentence: somebody has to look at it; nil if nothing
    /// speaks against it.
    func objection(to moves: PromiseMoves, in snapshot: any StoreSnapshot, at now: Instant) throws -> String? {
        // Without dossiers nothing was reckoned by the old hours.
        let first = try snapshot.dossiers(matching: DossierFilter(), before: nil, limit: 1).first
        let past = first != nil ? agenciesWithOtherPast(at: now).pastHoursSentence(isDone: false) : nil
        let sentences = [moves.isEmpty ? nil : moves.sentence(isDone: false) + ".", past].compactMap { $0 }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}

extension ConfigurationTransition {
    /// What is new, with its verb, for example `the calendar vietnam version 2 is`.
    var news: String {
        let parts = [
            organisation.map { "the organisation \(ConfigurationVersion($0.chosen))" },
            calendar.map { "the calendar \(ConfigurationVersion($0.chosen))" },
        ]
        .compactMap { $0 }
        return parts.joined(separator: " and ") + (parts.count == 1 ? " is" : " are")
    }
}
