import DossierEngine
import Testing

/// What phones receive, word by word, through the console gateway.
struct TextScenarioTests {
    @Test("a payment that is due, a refusal and a stop are told to the applicant, unaccented and in one segment")
    func paymentRefusalStop() async throws {
        let lines = LogLines()
        try await OneStop.open(logger: lines.logger) { service in
            let desk = try await service.staff("desk")
            let paying = try #require(try await desk.register("1.001612", phone: "0905123451").string("code"))
            let stopped = try #require(try await desk.register("1.001612", phone: "0905123452").string("code"))
            let online = try await desk.post(
                "/dossiers",
                Forms.intake("1.001612", channel: "online", phone: "0905123453")
            )
            let refused = try #require(online.string("code"))
            let fee = #"{"amountInDong":1500000,"reason":"Lệ phí đăng ký"}"#
            #expect(try await desk.act("request-payment", on: paying, fee).status == 200)
            let leader = try await service.staff("leader")
            let stop = try await leader.act("stop", on: stopped, #"{"reason":"Hộ kinh doanh đã giải thể"}"#)
            #expect(stop.status == 200)
            #expect(try await desk.act("refuse", on: refused, #"{"reason":"Không thuộc địa bàn huyện"}"#).status == 200)
            let sender = "UBND huyen Thang Binh: Ho so "
            let texts = try await service.texts()
            let expected = [
                "+84905123451": sender + paying + " can nop: 1.500.000 d. Thoi han tam dung den khi nop.",
                "+84905123452": sender + stopped + " da dung xu ly. Ly do: Ho kinh doanh da giai the.",
                "+84905123453": sender + refused + " khong duoc tiep nhan. Ly do: Khong thuoc dia ban huyen.",
            ]
            for (phone, text) in expected {
                let received = texts.filter { $0["to"]?.string == phone }
                #expect(received.last?["text"]?.string == text)
                #expect(received.last?["segments"] == .integer(1))
                #expect(received.last?["at"]?.string == "2022-01-05T10:20:00+07:00")
                // Before it, whoever was received at the desk was told his appointment; who filed online was not.
                #expect(received.count == (phone.hasSuffix("3") ? 1 : 2))
            }
            #expect(texts.count == 5)
            #expect(try await service.texts() == texts, "each is sent once")
        }
        let sent = lines.text.split(separator: "\n").filter { $0.contains("console gateway") }
        #expect(sent.count == 5)
        #expect(!lines.text.contains("90512345"), "a log names a phone")
    }

    @Test("a phone keeps the texts that it received, also when the number was mistyped and is mended")
    func mendedNumber() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612", phone: "0905123451").string("code"))
            let before = try await service.texts()
            func mend(_ phone: String) async throws {
                let body = #"{"fields":{"phone":"\#(phone)"},"reason":"Gõ nhầm số"}"#
                #expect(try await desk.act("correct", on: code, body).status == 200)
            }
            try await mend("0905123452")
            #expect(try await service.texts() == before)
            let missing = #"{"items":["Căn cước công dân"],"reason":"Thiếu"}"#
            #expect(try await desk.act("request-supplement", on: code, missing).status == 200)
            let asked = try await service.texts()
            try await mend("0905123453")
            #expect(try await service.texts() == asked)
            let leader = try await service.staff("leader")
            #expect(try await leader.act("stop", on: code, #"{"reason":"Đã rút"}"#).status == 200)
            let receivers = try await service.texts().compactMap { $0["to"]?.string }
            #expect(receivers == ["+84905123451", "+84905123452", "+84905123453"])
        }
    }
}
