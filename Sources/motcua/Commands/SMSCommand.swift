import ArgumentParser
import DossierConfig
import DossierEngine
import Foundation
import SMSGateways
import SMSText

/// Looks at texts and tries gateways (tin nhắn SMS).
struct SMSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sms",
        abstract: "Shows what a text costs in segments, and sends one to try a gateway.",
        subcommands: [Preview.self, Test.self]
    )

    /// Prints alphabet, segments and parts of a text (xem trước tin nhắn).
    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints in which alphabet and in how many segments a text goes out, and the same without accents."
        )

        @Option(help: "The text, as it would go out.")
        var text: String

        @OptionGroup var common: CommonOptions

        @Flag(help: "Prints JSON.")
        var json = false

        func run() throws {
            let preview = SMSPreview(text)
            // A text can be looked at without a configuration, or with one that has mistakes; then no price is known.
            let prices = (try? ConfigurationLoading.load(common)).map(SegmentPrice.all(of:)) ?? []
            print(json ? Self.json(preview, prices) : Self.lines(preview, prices).joined(separator: "\n"))
        }

        private static func lines(_ preview: SMSPreview, _ prices: [SegmentPrice]) -> [String] {
            let plain = SMSPreview(preview.unaccented)
            let costs = prices.map { price in
                "\(price.gateway), \(price.tariff): \(price.dong(for: preview)) d, without accents "
                    + "\(price.dong(for: plain)) d"
            }
            return [summary(preview)] + preview.parts.map { "  " + $0 }
                + ["without accents: \(summary(plain))"] + plain.parts.map { "  " + $0 } + costs
        }

        private static func summary(_ preview: SMSPreview) -> String {
            "\(preview.alphabet.rawValue), " + counted(preview.segments, "segment")
        }

        private static func json(_ preview: SMSPreview, _ prices: [SegmentPrice]) -> String {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("alphabet", preview.alphabet.rawValue)
                writer.member("segments", preview.segments)
                writer.key("parts")
                writer.array(of: preview.parts) { $0.value($1) }
                writer.member("unaccented", preview.unaccented)
                writer.key("prices")
                writer.array(of: prices) { writer, price in
                    writer.object { writer in
                        writer.member("gateway", price.gateway)
                        writer.member("tariff", price.tariff)
                        writer.member("dong", price.dong(for: preview))
                    }
                }
            }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    /// Sends one text past the outbox (gửi thử), to see whether a gateway takes it.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends one text by the first configured gateway, or --gateway; it is kept nowhere."
        )

        @OptionGroup var common: CommonOptions

        @Option(name: .customLong("to"), help: "A Vietnamese mobile number.")
        var receiver: String

        @Option(help: "The text; accents are kept only where the gateway and sms.accented say so.")
        var text: String

        @Option(help: "One of the gateways that sms.gateway names.")
        var gateway: String?

        func run() async throws {
            try await reportingFailures {
                let configuration = try ConfigurationLoading.load(common)
                guard let number = PhoneNumber(vietnamese: receiver), number.isMobile else {
                    throw CommandFailure(
                        "\(receiver) is no Vietnamese mobile number, such as 0905123456.",
                        vietnamese: "\(receiver) không phải số di động Việt Nam, chẳng hạn 0905123456."
                    )
                }
                guard text.contains(where: { !$0.isWhitespace }) else {
                    throw CommandFailure("Write what to send with --text.", vietnamese: "Hãy ghi nội dung bằng --text.")
                }
                let composition = try await GatewayComposition(
                    configuration,
                    environment: ProcessInfo.processInfo.environment,
                    // What comes while this one text is tried is for the server to take, which is asked again.
                    sinks: GatewaySinks(
                        report: { _ in
                            throw CommandFailure(
                                "Only the server takes reports.",
                                vietnamese: "Chỉ dịch vụ mới nhận báo cáo."
                            )
                        },
                        text: { _ in
                            throw CommandFailure(
                                "Only the server takes texts.",
                                vietnamese: "Chỉ dịch vụ mới nhận tin nhắn."
                            )
                        }
                    ),
                    logger: Observability(settings: configuration.settings).logger
                )
                let answer: (name: String, answer: SMSAnswer)?
                answer = await composition.whileConnected { await send(to: number, by: composition.routes) }
                try await composition.close()
                guard let answer else {
                    throw CommandFailure(
                        "sms.gateway names no gateway \(gateway ?? "").",
                        vietnamese: "sms.gateway không nêu cổng SMS \(gateway ?? "")."
                    )
                }
                print("\(answer.name): \(Self.sentence(answer.answer))")
                guard case .accepted = answer.answer else { throw ExitCode.failure }
            }
        }

        /// What the gateway answered; nil if there is none of the name asked for.
        private func send(to number: PhoneNumber, by routes: [GatewayRoute]) async -> (String, SMSAnswer)? {
            guard let route = routes.first(where: { gateway == nil || $0.gateway.name == gateway }) else { return nil }
            let words = route.gateway.sendsAccents ? text : VietnameseText.unaccented(text)
            // Far above the numbers of any outbox, so that no report of it is taken for one of theirs.
            let reference = Int64.max - Int64(Date().timeIntervalSince1970)
            let submission = SMSSubmission(reference: reference, to: number, text: words)
            return (route.gateway.name, await route.gateway.send(submission))
        }

        private static func sentence(_ answer: SMSAnswer) -> String {
            switch answer {
            case .accepted(let reference): "accepted" + (reference.map { ", its reference \($0)" } ?? "")
            case .rejected(let reason): "refused for good: \(reason)"
            case .later(let reason): "not now: \(reason)"
            case .unknown(let reason): "no answer, it may have been sent: \(reason)"
            }
        }
    }
}
