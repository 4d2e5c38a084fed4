import DossierEngine
import Testing

/// What only training rooms may do, and not backwards.
struct DemoRefusalTests {
    private static let clock = "/api/v1/demo/clock"

    @Test("the simulated clock never goes backwards, and stays where it is when told to")
    func backwards() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            for move in [
                #"{"to":"2022-01-05T10:19:59+07:00"}"#, #"{"to":"2021-01-01T00:00:00+07:00"}"#,
                #"{"advance":"-PT1S"}"#, #"{"advance":"-P3660D"}"#,
            ] {
                let refused = try await admin.post("/demo/clock", move)
                #expect(refused.status == 409)
                #expect(refused.string("code") == "clock-backwards")
            }
            let stays = try await admin.post("/demo/clock", #"{"advance":"PT0S"}"#)
            #expect(stays.string("now") == "2022-01-05T10:20:00+07:00", "\(stays.text)")
        }
    }

    @Test("no clock stands after 2099, when the years of codes would come again, and the refusal names what was sent")
    func lastYear() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            for (body, field) in [
                (#"{"to":"2100-01-01T00:00:00+07:00"}"#, "to"), (#"{"advance":"PT9999999H"}"#, "advance"),
            ] {
                let refused = try await admin.post("/demo/clock", body)
                #expect(refused.status == 422)
                #expect(refused.json["errors"]?.array?.compactMap { $0["field"]?.string } == [field], "\(refused.text)")
            }
        }
        let folder = try TemporaryFolder()
        let start = try Program.run([
            "serve", "--demo", "--clock", "2100-01-01T00:00+07:00", "--port", "0", "--database", folder.database,
        ])
        #expect(start.code != 0)
        #expect(start.errors.contains("2099"), "\(start.errors)")
    }

    @Test("a demo serves on this very machine only, and not on a name that begins like its address")
    func loopback() throws {
        let folder = try TemporaryFolder()
        for host in ["0.0.0.0", "127.example.org"] {
            let start = try Program.run([
                "serve", "--demo", "--host", host, "--port", "0", "--database", folder.database, "--config",
                Checkout.config,
            ])
            #expect(start.code == 1)
            #expect(start.errors.contains("--demo serves on loopback only"), "\(host): \(start.errors)")
        }
    }

    @Test("a demo in real time has phones to look at but no clock to move")
    func realTime() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, arguments: ["--demo"])
        let desk = try await server.token("desk")
        let refused = await server.send("POST", Self.clock, json: #"{"advance":"PT4H"}"#, token: desk)
        #expect(refused?.status == 409)
        #expect(refused?.string("code") == "clock-not-simulated")
        #expect(await server.send("GET", "/api/v1/demo/messages", token: desk)?.text == "[]")
        #expect(server.terminate() == 0)
    }

    @Test("without --demo there is neither clock nor phones nor demo account, and --demo refuses the database")
    func production() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        for (method, path) in [("POST", Self.clock), ("GET", "/api/v1/demo/messages")] {
            let answer = await server.send(method, path, json: method == "POST" ? #"{"advance":"PT4H"}"# : nil)
            #expect(answer?.status == 404)
            #expect(answer?.string("code") == "demo-only")
        }
        let desk = #"{"username":"desk","password":"desk"}"#
        #expect(await server.send("POST", "/api/v1/sessions", json: desk)?.string("code") == "wrong-credentials")
        #expect(server.terminate() == 0)

        let demo = try Program.run([
            "serve", "--demo", "--port", "0", "--database", folder.database, "--config", Checkout.config,
        ])
        #expect(demo.code == 1)
        #expect(demo.errors.contains("made without --demo: start without --demo, or use another --database"))
    }
}
