/// The check of one stream's chain (kiểm tra chuỗi mã băm): each event at its place, after the one before it.
struct ChainCheck {
    let stream: InspectedStream
    private(set) var name = ""
    private var previous = Digest.zero
    private var count = 0

    init(stream: InspectedStream) {
        self.stream = stream
        if let name = stream.name { self.name = name }
    }

    private var label: String { name.isEmpty ? "stream \(stream.head.id.number)" : name }

    /// What is wrong with the next event, and which event that speaks against; nil if nothing is.
    mutating func check(_ bytes: [UInt8], position: Int) -> (words: String, position: Int)? {
        count += 1
        defer { previous = Digest.of(bytes) }
        guard let link = try? EventCodec.link(of: bytes) else {  // Named as a defect, which is all that is needed.
            return ("\(label): event \(position) cannot be read", position)
        }
        if name.isEmpty { name = link.stream }
        if link.stream != name { return ("\(label): event \(position) belongs to \(link.stream)", position) }
        if link.position != position {
            return ("\(label): event \(link.position) stands at position \(position)", position)
        }
        if link.previous != previous {
            return ("\(label): event \(position) does not follow from the one before it", max(1, position - 1))
        }
        return nil
    }

    /// What is wrong with the stream's head; nil if nothing is.
    func checkEnd() -> String? {
        if stream.head.count != count { return "\(label): \(count) events, its head says \(stream.head.count)" }
        if stream.head.last != previous { return "\(label): the last event is not the one its head names" }
        return nil
    }
}
