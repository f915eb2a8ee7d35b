using System.IO.Pipelines;
using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>Streams an answer in one protocol's form, straight into the response's buffer.</summary>
internal abstract class AnswerWriter(HttpResponse response, TimeProvider time)
{
    protected PipeWriter Output => response.BodyWriter;

    protected DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>Bytes that wait for a flush.</summary>
    public long UnflushedBytes => Output.UnflushedBytes;

    protected abstract string ContentType { get; }

    public abstract void WriteToken(ReadOnlySpan<char> text);

    public abstract void WriteToolCalls(IReadOnlyList<ToolCall> calls);

    public abstract void WriteDone(Generation generation);

    /// <summary>Sets the headers; nothing before it has decided about the status.</summary>
    public void Begin()
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Sends what is buffered; a client that has left ends the generation.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => Output.FlushAsync(cancellationToken);
}
