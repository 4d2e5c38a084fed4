import DossierDomain
import Testing
import WorkingCalendar

/// Units of the tests' district with capacities of their own.
enum ForecastUnits {
    static func make(
        _ capacities: [UnitID: UnitCapacity],
        lastFinishedAt: Instant? = nil
    ) throws -> [UnitPlace: ForecastUnit] {
        let district = try District.shared()
        var units: [UnitPlace: ForecastUnit] = [:]
        for (id, capacity) in capacities {
            let place = district.organisation.place(of: id, commune: "ha-lam")
            let agency = try #require(district.organisation.units[id]).agency
            let calendar = try #require(district.calendars[agency])
            units[place] = ForecastUnit(calendar: calendar, capacity: capacity, lastFinishedAt: lastFinishedAt)
        }
        return units
    }

    /// A delay in one line: number, ready, unit, step, day.
    static func text(_ delay: ForecastDelay) -> String {
        "\(delay.number) \(local(delay.readyAt)) \(delay.place) \(delay.step) \(delay.day.iso8601)"
    }
}
