import WorkingCalendar

/// How late rungs fire while intake runs at full load (độ trễ của nấc cảnh báo), by a clock that runs as in earnest.
///
/// The dossiers of a database of its own were received one after the other, so that in every second of the load some
/// warnings fall due. What the events say is counted: their own instant less the planned one.
struct LatenessMeasurement: Measurement {
    let name = "lateness"

    /// How many warnings fall due in a second.
    private static let perSecond = 100
    /// How long before the first of them the server is started, in seconds.
    private static let leadSeconds = 4.0

    func take(at site: BenchSite, repetition: Int) async throws {
        let path = site.folder.file(name + ".sqlite")
        site.folder.remove(path)
        let count = Self.perSecond * max(1, Int(site.settings.seconds.rounded(.up)))
        let firstDue = try await SeededDatabase.makeSteady(
            at: path,
            dossiers: count,
            perSecond: Self.perSecond,
            common: site.common
        )
        let start = firstDue.adding(milliseconds: -Int64(Self.leadSeconds * 1_000))
        try await site.serve(path, MeasuredServer(clockStart: start)) { server in
            let requests = IntakeMeasurement.requests(token: try await site.token("desk", on: server))
            var busy = site.plan(server, connections: 256, status: 201, requests: requests)
            busy.seconds = Self.leadSeconds + site.settings.seconds + 1
            site.figures.add(try await site.load(busy), to: name + "-intake")
        }
        try countLateness(of: count, in: path, site: site)
    }

    private func countLateness(of expected: Int, in path: String, site: BenchSite) throws {
        let late = try PlainConnection(path: path).rows(
            """
            SELECT json_extract(text, '$.at') - json_extract(text, '$.plannedAt') AS late
            FROM (SELECT CAST(body AS TEXT) AS text FROM event)
            WHERE json_extract(text, '$.plannedAt') IS NOT NULL ORDER BY late
            """
        ).compactMap { $0.first?.number }
        guard late.count == expected, let last = late.last else {
            throw CommandFailure(developer: "\(late.count) warnings fired under load instead of \(expected).")
        }
        site.figures.add(Double(last), to: name + ".max")
        site.figures.add(Double(late[late.count / 2]), to: name + ".p50")
    }
}
