namespace LocalAi.ModelSimulator.Runtime;

/// <summary>When the tokens of one answer are due. Disposing ends the answer's share of the model.</summary>
internal abstract class DecodeSchedule : IDisposable
{
    /// <summary>When the next token is due, given when the one before was; the same moment when nothing is paced. In <see cref="Pacer"/> ticks.</summary>
    public abstract double Next(double previous);

    public abstract void Dispose();
}
