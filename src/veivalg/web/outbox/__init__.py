"""Mail and other outgoing messages: written together with what causes them, kept until sent, sent once."""
