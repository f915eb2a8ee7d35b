namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>The points of one instrument with one set of attributes. Guarded by its store's lock.</summary>
internal abstract class Series(Instrument instrument, int hash, TelemetryTag[] attributes)
{
    private const int MaxExemplars = 16;
    private RingBuffer<Exemplar> _exemplars;

    public Instrument Instrument { get; } = instrument;

    public int Hash { get; } = hash;

    public TelemetryTag[] Attributes { get; } = attributes;

    public Series? Next { get; set; }

    /// <summary>The series whose point came after this one's last time: senders keep an order.</summary>
    public Series? Follower { get; set; }

    /// <summary>The attributes' bytes as they were last sent.</summary>
    public byte[]? SentAs { get; set; }

    /// <summary>Nothing leads to it any more but a <see cref="Follower"/>.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether the sender began to count after this dashboard did: then the first point is an increase from zero.</summary>
    public bool IsFromStart { get; init; }

    public abstract int Count { get; }

    /// <summary>Bytes freed.</summary>
    public abstract int DropOldest();

    public Exemplar[] Exemplars => _exemplars.ToArray();

    public void Add(Exemplar exemplar)
    {
        if (_exemplars.Count == MaxExemplars)
        {
            _exemplars.RemoveFirst();
        }

        _exemplars.Add(exemplar);
    }
}
