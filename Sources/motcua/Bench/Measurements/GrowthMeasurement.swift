import NIOCore
import NIOPosix

/// What grows with the number of dossiers (ảnh hưởng của số hồ sơ): what people wait for, each alone and unhurried, and
/// how long the administrator's commands take.
///
/// Taken on the database asked for and on one of 10,000 dossiers, if it is asked for by name.
struct GrowthMeasurement: Measurement {
    /// Few who ask, so that what counts is the cost of an answer and no queue.
    private static let connections = 4
    private static let codesRead = 500

    let isSmall: Bool

    var name: String { isSmall ? "growth-small" : "growth" }

    func take(at site: BenchSite, repetition: Int) async throws {
        guard let database = isSmall ? site.small : site.full else { return }
        // No copy: there may be no room for another. The few intakes here change nothing that is measured.
        try await site.serve(database.path) { server in
            site.figures.add(server.secondsToReady, to: name + ".start")
            try await requests(to: server, database, site)
            site.figures.add(try server.peakMebibytes, to: name + ".memory")
        }
        // After the requests, because reading a whole large database leaves little of what people ask for in memory.
        try await commands(on: database, site)
    }

    private func requests(to server: ChildProcess, _ database: SeededDatabase, _ site: BenchSite) async throws {
        let desk = try await site.token("desk", on: server)
        let officer = try await site.token("officer.TCKH", on: server)
        let leader = try await site.token("leader", on: server)
        func plan(_ name: String, _ status: Int, _ source: @escaping @Sendable () -> any RequestSource) async throws {
            let plan = site.plan(server, connections: Self.connections, status: status, requests: source)
            site.figures.add(try await site.load(plan), to: self.name + "-" + name)
        }
        func read(_ name: String, _ path: String, _ token: String) async throws {
            let request = RequestBytes.get("/api/v1" + path, token: token)
            try await plan(name, 200) { RepeatedRequests([request]) }
        }
        try await plan("lookup", 200, LookupMeasurement.requests(for: database, from: 0))
        try await read("inbox", "/inbox", officer)
        try await read("list", "/dossiers", desk)
        try await read("late", "/dossiers?late=true", leader)
        try await read("notices", "/notices", leader)
        let codes = database.codes.prefix(Self.codesRead)
        let files = codes.map { RequestBytes.get("/api/v1/dossiers/" + $0, token: desk) }
        try await plan("file", 200) { RepeatedRequests(files) }
        try await plan("intake", 201, IntakeMeasurement.requests(token: desk))
    }

    private func commands(on database: SeededDatabase, _ site: BenchSite) async throws {
        let copy = database.path + ".copy"
        let thousands = Double(database.dossiers) / 1_000
        // A copy that finds no room is not measured; its line of the report says so.
        let hasRoom = (DiskFile.room(in: site.folder.path) ?? 0) > DiskFile.length(database.path)
        for command in [["verify"]] + (hasRoom ? [["backup", copy]] : []) {
            let seconds = try await ChildProcess.run(command + site.options(for: database.path))
            site.figures.add(seconds, to: "\(name).\(command[0])")
            site.figures.add(seconds / thousands * 1_000, to: "\(name).\(command[0])MillisecondsPerThousand")
        }
        for rest in ["", ".json"] { site.folder.remove(copy + rest) }
    }
}
