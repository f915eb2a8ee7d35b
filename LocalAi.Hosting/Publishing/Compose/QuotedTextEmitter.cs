using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Quotes texts that are values, not those that are keys.</summary>
internal sealed class QuotedTextEmitter(IEventEmitter next) : ChainedEventEmitter(next)
{
    private const int Sequence = -1;

    // For each open mapping how many nodes it has had (every other one is a key), or Sequence.
    private readonly Stack<int> _open = new();

    public override void Emit(MappingStartEventInfo eventInfo, IEmitter emitter)
    {
        IsKey();
        _open.Push(0);
        base.Emit(eventInfo, emitter);
    }

    public override void Emit(MappingEndEventInfo eventInfo, IEmitter emitter)
    {
        _open.Pop();
        base.Emit(eventInfo, emitter);
    }

    public override void Emit(SequenceStartEventInfo eventInfo, IEmitter emitter)
    {
        IsKey();
        _open.Push(Sequence);
        base.Emit(eventInfo, emitter);
    }

    public override void Emit(SequenceEndEventInfo eventInfo, IEmitter emitter)
    {
        _open.Pop();
        base.Emit(eventInfo, emitter);
    }

    public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
    {
        if (!IsKey() && eventInfo.Source.Type == typeof(string))
        {
            eventInfo.Style = ScalarStyle.DoubleQuoted;
        }

        base.Emit(eventInfo, emitter);
    }

    private bool IsKey()
    {
        if (!_open.TryPop(out var nodes))
        {
            return false;
        }

        _open.Push(nodes == Sequence ? Sequence : nodes + 1);
        return nodes != Sequence && nodes % 2 == 0;
    }
}
