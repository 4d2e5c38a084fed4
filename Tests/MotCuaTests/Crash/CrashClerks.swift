import DossierTestKit
import NIOHTTP1
import Testing

/// Clerks and officers at work until the machine goes down: they register, complete steps, ask for papers and take
/// them, open dossiers, and the clock goes on over deadlines.
struct CrashClerks: Sendable {
    /// What becomes of each dossier, in this order.
    private static let course: [(account: String, action: String, body: String, mark: String)] = [
        ("desk", "complete-step", #"{"stepId":"intake"}"#, "stepCompleted intake"),
        ("officer.TCKH", "request-supplement", #"{"items":["CMND"],"reason":"thiếu"}"#, "supplementRequested"),
        (
            "desk", "receive-supplement", #"{"documents":[{"name":"CMND","form":"photocopy","quantity":1}]}"#,
            "supplementReceived"
        ),
        ("officer.TCKH", "complete-step", #"{"stepId":"appraise","note":"đủ"}"#, "stepCompleted appraise"),
        ("officer.THUE", "complete-step", #"{"stepId":"issue-tax-code"}"#, "stepCompleted issue-tax-code"),
        (
            "head.TCKH", "complete-step", #"{"stepId":"sign","result":{"kind":"granted","number":"33A8"}}"#,
            "stepCompleted sign"
        ),
        ("desk", "hand-over", #"{"receivedBy":"người nộp"}"#, "handedOver"),
    ]

    /// Whoever takes part.
    static let accounts = Set(course.map(\.account)).union(["leader", "admin"])

    let server: RunningServer
    let tokens: [String: String]
    let record: CrashRecord
    let modem: CrashModem

    /// Works until the connection breaks or it is cancelled.
    func work(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        // A round lasts for seconds at most.
        for _ in 0..<100_000 where !Task.isCancelled {
            guard await doSomething(&generator) else { return }
        }
    }

    /// One thing after the other; false once nobody answers.
    private func doSomething(_ generator: inout SeededGenerator) async -> Bool {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0:
            let minutes = Int.random(in: 10...120, using: &generator)
            return await send("POST", "/api/v1/demo/clock", by: "admin", #"{"advance":"PT\#(minutes)M"}"#) != nil
        case 1:
            guard let code = record.known.keys.randomElement(using: &generator) else { return true }
            return await send("GET", "/api/v1/dossiers/\(code)", by: "leader") != nil
        case 2:
            guard let code = record.known.keys.randomElement(using: &generator) else { return true }
            // Whatever happens to the server, the modem has the text.
            do { try modem.ask(for: code) } catch { Issue.record(error) }
            return true
        case 3...10: return await carryOut(Self.intake(record.nextNumber()))
        default:
            let place = Double.random(in: 0..<1, using: &generator)
            guard let (code, stage) = record.takeReady(at: place), stage < Self.course.count else { return true }
            return await carryOut(Self.change(of: code, at: stage))
        }
    }

    /// Sends a command and notes what came of it; false once nobody answers.
    @discardableResult
    func carryOut(_ command: CrashCommand) async -> Bool {
        guard let answer = await answer(to: command) else {
            record.doubt(command)
            return false
        }
        switch answer.status {
        case 200, 201:
            guard let code = answer.string("code") else {
                Issue.record("no code in \(answer.text)")
                return true
            }
            record.acknowledge(command, code: code)
        // It may have happened all the same.
        case 500...: record.doubt(command)
        default: record.refuse(command, reason: answer.string("code") ?? "\(answer.status)")
        }
        return true
    }

    /// Sends a command with its key; nil if the connection broke.
    func answer(to command: CrashCommand) async -> Answer? {
        await server.send(
            "POST",
            command.path,
            json: command.body,
            token: tokens[command.account],
            headers: HTTPHeaders([("Idempotency-Key", command.key)])
        )
    }

    private func send(_ method: String, _ path: String, by account: String, _ json: String? = nil) async -> Answer? {
        await server.send(method, path, json: json, token: tokens[account])
    }

    private static func intake(_ number: Int) -> CrashCommand {
        let digits = String(number)
        let identity = "0490" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let phone = "09" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let body = """
            {"procedureCode":"1.001612","channel":"desk","commune":null,
             "applicant":{"kind":"citizen","name":"Nguyễn Văn An","identityNumber":"\(identity)","phone":"\(phone)",
             "email":null,"address":"Thị trấn Hà Lam"},
             "subject":"Đăng ký hộ kinh doanh","submitter":null,
             "documents":[{"name":"Giấy đề nghị","form":"original","quantity":1}],"notifyBySMS":true}
            """
        return CrashCommand(
            aim: .intake(identity: identity),
            account: "desk",
            path: "/api/v1/dossiers",
            body: body,
            key: "intake-\(number)"
        )
    }

    private static func change(of code: String, at stage: Int) -> CrashCommand {
        let next = course[stage]
        return CrashCommand(
            aim: .change(code: code, mark: next.mark),
            account: next.account,
            path: "/api/v1/dossiers/\(code)/actions/\(next.action)",
            body: next.body,
            key: "\(code)-\(stage)"
        )
    }
}
