import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import WorkingCalendar

/// Serves desks, agencies and citizens (chạy dịch vụ) until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the REST API, watches deadlines and sends texts."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port: Int?

    @Flag(help: "Adds accounts whose password is their name; only on loopback.")
    var demo = false

    @Option(
        help: "With --demo: where the simulated clock stands in a new database, for example 2022-01-05T10:20+07:00."
    )
    var clock: String?

    @Flag(help: "Serves although nothing was written for two months: the machine's clock is right.")
    var clockIsRight = false

    func validate() throws {
        if let clock, Instant(iso8601: clock) == nil {
            throw ValidationError(
                "--clock \(clock) is no instant; write it as 2022-01-05T10:20+07:00.",
                vietnamese: "--clock \(clock) không phải là thời điểm; hãy ghi như 2022-01-05T10:20+07:00."
            )
        }
        if let start = clock.flatMap(Instant.init(iso8601:)), !DemoClockService.allows(start) {
            throw ValidationError(
                "--clock \(start.iso8601) lies after the year \(DemoClockService.lastYear); name an earlier one.",
                vietnamese: "--clock \(start.iso8601) sau năm \(DemoClockService.lastYear); hãy ghi thời điểm sớm hơn."
            )
        }
        if clock != nil, !demo {
            throw ValidationError("--clock goes with --demo.", vietnamese: "--clock chỉ dùng cùng --demo.")
        }
        if let port, !(0...65535).contains(port) {
            throw ValidationError("--port goes from 0 to 65535.", vietnamese: "--port từ 0 đến 65535.")
        }
    }

    func run() async throws {
        // Until the services take the signal over there is nothing to finish, and the store survives any end.
        signal(SIGTERM) { _ in _exit(0) }
        // A certificate that is renewed meanwhile is read in a moment anyhow.
        signal(SIGHUP, SIG_IGN)
        try await reportingFailures {
            var overrides: [String: String] = [:]
            if let host { overrides["server.host"] = host }
            if let port { overrides["server.port"] = String(port) }
            let configuration = try ConfigurationLoading.load(common, overrides: overrides)
            if demo, !LoopbackHost.isMeant(by: configuration.settings.serverHost) {
                throw CommandFailure(
                    "--demo serves on loopback only, because everyone knows its passwords; leave out --host "
                        + "or start without --demo.",
                    vietnamese: "--demo chỉ phục vụ trên máy này, vì ai cũng biết mật khẩu của nó; hãy bỏ --host, "
                        + "hoặc khởi động không có --demo."
                )
            }
            let observability = Observability(settings: configuration.settings)
            NetworkEdge.warn(
                configuration.settings,
                openFiles: OpenFileLimit.raise(),
                isLoopback: LoopbackHost.isMeant(by: configuration.settings.serverHost),
                to: observability.logger
            )
            try configuration.settings.backups?.expectApart()
            let workplace = try await open(configuration, logger: observability.logger)
            let server: BuiltServer
            do {
                // Before timers, texts and the tree are begun, only to be broken off.
                try await ListeningPlace(configuration.settings).expectFree()
                // So that the next start knows of this one.
                if clockIsRight { _ = await Readiness(store: workplace.store, machineClock: SystemClock()).isReady() }
                server = try await BuiltServer.build(workplace, observability: observability) { port in
                    Self.announce(workplace, port: port)
                    Self.tellServiceManager()
                }
            } catch {
                // Why there is no service is told, and not what follows from it.
                try? await workplace.store.close()
                throw error
            }
            if let mode = workplace.lookupMode { Console.complain(mode.notice) }
            do {
                try await Self.tellFirstAdministrator(of: server)
            } catch {
                // As above.
                try? await server.close()
                throw error
            }
            do {
                try await server.run()
            } catch let recovery as DiskRecovery {
                Console.complain(recovery.description)
                throw ExitCode(CommandFailure.passingExitCode)
            } catch let failure as StorageFailure {
                Console.complain(failure.description)
                throw ExitCode(StorageFailure.exitCode)
            } catch {
                throw ListeningPlace(configuration.settings).failure(of: error)
            }
        }
    }

    /// Opens the database to serve it, or makes it.
    private func open(_ configuration: LoadedConfiguration, logger: Logger) async throws -> Workplace {
        let place = DatabasePlace(configuration.settings)
        // Before a database, its key and an administrator are made for nothing.
        if place.isEmpty { try await ListeningPlace(configuration.settings).expectFree() }
        try place.announceIfNew()
        try await CheckpointComposition.expectWholeHistory(configuration.settings)
        let machineClock = SteadyClock { ClockAlarm.note($0, logger: logger) }
        let workplace = try await Workplace.openToServe(
            configuration,
            mode: demo ? .demo : .production,
            clockStart: clock.flatMap(Instant.init(iso8601:)),
            doubtsClock: !clockIsRight,
            machineClock: machineClock
        )
        // What cannot be read here is told of elsewhere.
        if let newest = try? StartClock.newest(in: workplace.store) { machineClock.expect(atLeast: newest) }
        return workplace
    }

    /// Makes the administrator of a database that never had one, and prints his one-time password: never to the log.
    private static func tellFirstAdministrator(of server: BuiltServer) async throws {
        guard server.workplace.lookupMode == nil else { return }
        guard let password = try await server.accounts.makeFirstAdministrator() else { return }
        let name = AccountService.firstAdministrator
        Console.announce("This database had no administrator. " + UserCommand.told(password, to: name))
        Console.announce("It is shown only here (chỉ hiện ở đây); if it is lost (nếu mất): motcua user reset \(name)")
    }

    /// Tells the administrator where the service is and how to try it; on standard output, apart from the log.
    private static func announce(_ workplace: Workplace, port: Int) {
        let settings = workplace.configuration.settings
        let scheme = settings.certificateFile.isEmpty ? "http" : "https"
        let host = settings.serverHost.contains(":") ? "[\(settings.serverHost)]" : settings.serverHost
        let address = "\(scheme)://\(host):\(port)"
        var lines = ["MotCua is ready at \(address)"]
        guard workplace.lookupMode == nil else { return Console.announce(lines[0] + " (look-ups only)") }
        if workplace.installation.mode == .demo {
            let clock = workplace.demoClock.map { "the clock stands at \($0.now.iso8601)" } ?? "in real time"
            lines[0] += " (demo, \(clock))"
            lines.append("Register a dossier as the desk clerk:")
            lines.append(DemoCommand.line(address: address))
        }
        Console.announce(lines.joined(separator: "\n"))
    }

    /// Tells whoever waits for the service, look-ups only or not, that it answers now.
    private static func tellServiceManager() {
        guard let manager = ServiceManager(environment: ProcessInfo.processInfo.environment) else { return }
        guard !manager.tellReady() else { return }
        Console.complain(
            "Whoever started the service could not be told that it is ready (NOTIFY_SOCKET).\n"
                + "Không báo được cho trình quản lý dịch vụ rằng dịch vụ đã sẵn sàng (NOTIFY_SOCKET)."
        )
    }
}

/// The command that registers a first dossier.
enum DemoCommand {
    static func line(address: String) -> String {
        let json = "-H 'Content-Type: application/json'"
        let signIn = "curl -s \(address)/api/v1/sessions \(json) -d '{\"username\":\"desk\",\"password\":\"desk\"}'"
        let token = "$(\(signIn) | sed 's/.*\"token\":\"\\([0-9a-f]*\\)\".*/\\1/')"
        let applicant = "{\"kind\":\"citizen\",\"name\":\"Nguyễn Văn An\",\"phone\":\"0905123456\"}"
        let body =
            "{\"procedureCode\":\"1.001612\",\"channel\":\"desk\",\"applicant\":\(applicant),"
            + "\"subject\":\"Đăng ký hộ kinh doanh tạp hóa\"}"
        return "curl -s \(address)/api/v1/dossiers -H \"Authorization: Bearer \(token)\" \(json) -d '\(body)'"
    }
}
