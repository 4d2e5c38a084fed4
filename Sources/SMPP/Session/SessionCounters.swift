/// What a session has seen since it was made, for the metrics.
public struct SessionCounters: Hashable, Sendable {
    /// Responses to nothing that waits for one.
    public internal(set) var unexpectedResponses = 0
    /// PDUs that could not be read.
    public internal(set) var unreadable = 0
    /// Requests that a client does not serve and that were answered with generic_nack.
    public internal(set) var unservedRequests = 0
    /// Notifications that need no answer and were passed over: alert_notification, outbind.
    public internal(set) var passedOver = 0
    /// Deliveries that were sent back to be tried again.
    public internal(set) var postponedDeliveries = 0
    /// Answers by which the peer asked to slow down.
    public internal(set) var slowDowns = 0
    /// Submits without an answer in time.
    public internal(set) var timeOuts = 0
    /// Answers that came after their time-out.
    public internal(set) var lateAnswers = 0
}
