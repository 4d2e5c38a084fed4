import ArgumentParser
import DossierConfig
import DossierEngine
import Foundation

/// Says how an installation is, and what to do (khám hệ thống).
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks the installation over, beside a running server or without one, and says what to do.",
        discussion: """
            It changes nothing and needs no key. The exit code is 0 if all is well, 1 if there are only warnings, 2 if \
            something is wrong.
            """
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print JSON for a program to read.")
    var json = false

    func run() async throws {
        let findings = await examine()
        if json {
            var writer = JSONWriter()
            writer.array(of: findings) { $1.write(to: &$0) }
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            for line in findings.flatMap(\.lines) { print(line) }
        }
        do {
            try Console.expectTold()
        } catch {
            Console.complain(error.description)
            throw ExitCode(2)
        }
        switch findings.map(\.grade).max() ?? .ok {
        case .ok: break
        case .warning: throw ExitCode(1)
        case .error: throw ExitCode(2)
        }
    }

    private func examine() async -> [Finding] {
        do {
            try InstalledFiles.expect()
            let settings = try ConfigurationLoading.settings(common)
            let (configuration, finding) = try judged()
            let examination = Examination(
                settings: settings,
                configuration: configuration,
                environment: ProcessInfo.processInfo.environment,
                now: SystemClock().now
            )
            return [finding] + (await examination.findings())
        } catch let defects as ConfigurationDefects {
            return [Self.finding(of: defects)]
        } catch {
            return [
                .error(
                    "configuration",
                    Finding.Words(of: "\(error)"),
                    Finding.Words("motcua check-config tells more", "motcua check-config cho biết thêm")
                )
            ]
        }
    }

    /// The whole configuration, if it is in order, and what is said of it.
    private func judged() throws -> (configuration: LoadedConfiguration?, finding: Finding) {
        do {
            let configuration = try ConfigurationLoading.load(common)
            return (configuration, .ok("configuration", Finding.Words("is in order", "hợp lệ")))
        } catch let defects as ConfigurationDefects {
            return (nil, Self.finding(of: defects))
        }
    }

    /// The first mistake, with what was left out because of it.
    private static func finding(of defects: ConfigurationDefects) -> Finding {
        let first = defects.defects.first?.description ?? ""
        return .error(
            "configuration",
            Finding.Words(first, first),
            Finding.Words(
                "motcua check-config names every mistake; until all are mended no start is possible, and what the "
                    + "files ask for (gateways, calendar, webhooks, units, retention) is not looked at",
                "motcua check-config nêu mọi lỗi; khi chưa sửa hết thì không khởi động được, và chưa xem được những gì "
                    + "các tệp yêu cầu (cổng SMS, lịch nghỉ, webhook, đơn vị, thời hạn lưu)"
            )
        )
    }
}
