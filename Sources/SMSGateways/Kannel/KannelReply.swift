/// What the answers of `sendsms` mean (câu trả lời của Kannel 1.4.5).
enum KannelReply {
    /// The verdict on a whole answer, of which no more is quoted than may be.
    static func verdict(status: Int, body: [UInt8], _ words: ProviderWords) -> SendVerdict {
        switch status {
        // `0: Accepted for delivery`, or `3: Queued for later delivery` while the operator cannot be reached. It names
        // no message.
        case 202: .accepted(providerReference: nil)
        // A field of ours is wrong for it, always and again: `Missing receiver number, rejected`.
        case 400: .rejected(reason: "Kannel refused: \(words.sentence(of: body))")
        // Wrong user, password or address: the next text would fare no better, so somebody has to look.
        case 401, 403: .refusesUs(reason: "Kannel does not let us in (HTTP status \(status))")
        // Nothing there takes texts, so that none can have been taken.
        case 404, 405: .refusesUs(reason: "no sendsms at this address (HTTP status \(status))")
        // `Temporal failure, try again later.`: the queue is full.
        case 503: .later(reason: "Kannel's queue is full (HTTP status 503)")
        default: .unknown(reason: "HTTP status \(status)")
        }
    }
}
