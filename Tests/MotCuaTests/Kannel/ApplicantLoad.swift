import SMSPeers
import Synchronization
import Testing

/// Dossiers, each of an applicant with a number of his own, who is told twice: received, and papers asked for.
final class ApplicantLoad: Sendable {
    /// What an applicant has to be told.
    struct Applicant: Sendable {
        let number: String
        let code: String
        /// The appointment as texts write it.
        let due: String

        private static let sender = "UBND huyen Thang Binh"

        /// The words of a text by its kind, with accents and without, worked out by hand from Config/messages/sms.yaml.
        func words(_ kind: String, isAccented: Bool) -> String? {
            switch (kind, isAccented) {
            case ("received", true): "\(Self.sender): Hồ sơ \(code) đã được tiếp nhận. Hẹn trả kết quả: \(due)."
            case ("received", false): "\(Self.sender): Ho so \(code) da duoc tiep nhan. Hen tra ket qua: \(due)."
            case ("supplementNeeded", true):
                "\(Self.sender): Hồ sơ \(code) cần bổ sung: Giấy ủy quyền, hợp đồng thuê nhà."
                    + " Mời nộp tại nơi tiếp nhận."
            case ("supplementNeeded", false):
                "\(Self.sender): Ho so \(code) can bo sung: Giay uy quyen, hop dong thue nha."
                    + " Moi nop tai noi tiep nhan."
            default: nil
            }
        }
    }

    private static let asked =
        #"{"items":["Giấy ủy quyền, hợp đồng thuê nhà"],"reason":"Thiếu giấy tờ"}"#

    private let next = Mutex(0)
    private let taken = Mutex<[Applicant]>([])

    /// The applicants so far.
    var applicants: [Applicant] { taken.withLock { $0 } }

    /// Registers dossiers, several clerks side by side, and asks for papers in each.
    ///
    /// - Parameters:
    ///   - count: How many dossiers; each has two texts.
    ///   - server: The service.
    /// - Throws: What an answer lacks.
    func tell(_ count: Int, on server: RunningServer) async throws {
        let token = try await server.token("desk")
        let first = next.withLock { next in
            defer { next += count }
            return next
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for clerk in 0..<8 {
                group.addTask {
                    for number in stride(from: first + clerk, to: first + count, by: 8) {
                        try await self.tell(number, on: server, token: token)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func tell(_ number: Int, on server: RunningServer, token: String) async throws {
        let digits = String(number)
        let phone = "0905" + String(repeating: "0", count: 6 - digits.count) + digits
        let intake = Forms.intake("1.001612", phone: phone)
        let answer = try #require(await server.send("POST", "/api/v1/dossiers", json: intake, token: token))
        let code = try #require(answer.string("code"), "\(answer.text)")
        let due = try #require(answer.string("dueAt")).prefix(16).split(separator: "T")
        let day = due[0].split(separator: "-").reversed().joined(separator: "/")
        let applicant = Applicant(number: "84" + phone.dropFirst(), code: code, due: "\(due[1]) \(day)")
        taken.withLock { $0.append(applicant) }
        let path = "/api/v1/dossiers/\(code)/actions/request-supplement"
        let asked = try #require(await server.send("POST", path, json: Self.asked, token: token))
        try #require(asked.status == 200, "\(asked.text)")
    }
}

extension ApplicantLoad {
    /// What one text should be at its phone: sender, receiver and words.
    struct Arrival: Hashable {
        let sender: String
        let receiver: String
        let words: String
    }

    /// Whom a text tells.
    func applicant(of text: SentText) throws -> Applicant {
        try #require(applicants.first { $0.code == text.code }, "\(text) tells nobody")
    }

    /// What a text should be at its phone.
    func key(of text: SentText) throws -> Arrival {
        let applicant = try applicant(of: text)
        let isAccented = text.gateway == "kannel"
        return Arrival(
            sender: isAccented ? "8088" : "8089",
            receiver: applicant.number,
            words: try #require(applicant.words(text.kind, isAccented: isAccented))
        )
    }

    /// What the phones got so far, and how often.
    func arrivals(at kannel: KannelPeer) async throws -> [Arrival: Int] {
        PhoneText.whole(try await kannel.texts(0)).reduce(into: [:]) { arrivals, text in
            let arrival = Arrival(sender: text.sender, receiver: text.receiver, words: text.words)
            arrivals[arrival, default: 0] += 1
        }
    }
}
