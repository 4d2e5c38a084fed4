import NIOCore
import NIOPosix

/// Look-ups while intake runs at full load (tra cứu trong lúc tiếp nhận), and the memory all that takes.
struct MixedMeasurement: Measurement {
    let name = "mixed"

    func take(at site: BenchSite, repetition: Int) async throws {
        try await site.serveCopy(named: name) { server in
            let token = try await site.token("desk", on: server)
            // The intake begins before the look-ups count and goes on after they do.
            var busy = site.plan(
                server,
                connections: 256,
                status: 201,
                requests: IntakeMeasurement.requests(token: token)
            )
            busy.seconds = site.settings.seconds + site.settings.warmUpSeconds
            let lookup = site.plan(
                server,
                connections: 64,
                status: 200,
                requests: LookupMeasurement.requests(for: site.full, from: repetition)
            )
            let intakePlan = busy
            let loops = site.loops
            async let intakes = LoadRun.run(intakePlan, on: loops.next())
            async let lookups = LoadRun.run(lookup, on: loops.next())
            site.figures.add(try await intakes, to: "mixed-intake")
            site.figures.add(try await lookups, to: "mixed-lookup")
            site.figures.add(try server.peakMebibytes, to: "memory.load")
        }
    }
}
