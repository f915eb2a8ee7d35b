namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A queue of values in one array, readable by index; grows by doubling and gives memory back when it empties.</summary>
internal struct RingBuffer<T>
{
    private const int Smallest = 4;
    private T[]? _items;
    private int _first;

    public int Count { get; private set; }

    public ref T this[int index] => ref _items![Slot(index)];

    public void Add(T item)
    {
        _items ??= new T[Smallest];
        if (Count == _items.Length)
        {
            Resize(_items.Length * 2);
        }

        _items[Slot(Count)] = item;
        Count++;
    }

    public T RemoveFirst()
    {
        var item = _items![_first];
        _items[_first] = default!;
        _first = (_first + 1) % _items.Length;
        Count--;
        if (_items.Length > Smallest && Count < _items.Length / 4)
        {
            Resize(_items.Length / 2);
        }

        return item;
    }

    public readonly T[] ToArray()
    {
        var copy = new T[Count];
        for (var index = 0; index < Count; index++)
        {
            copy[index] = _items![Slot(index)];
        }

        return copy;
    }

    private readonly int Slot(int index)
    {
        var slot = _first + index;
        return slot >= _items!.Length ? slot - _items.Length : slot;
    }

    private void Resize(int size)
    {
        var items = new T[size];
        for (var index = 0; index < Count; index++)
        {
            items[index] = _items![Slot(index)];
        }

        _items = items;
        _first = 0;
    }
}
