using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The annotations of a resource, in the order they were added; safe to read while another thread adds.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>, IEnumerable<IResourceAnnotation>
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    protected override void InsertItem(int index, IResourceAnnotation item)
    {
        lock (_lock)
        {
            base.InsertItem(index, item);
        }
    }

    /// <inheritdoc/>
    protected override void RemoveItem(int index)
    {
        lock (_lock)
        {
            base.RemoveItem(index);
        }
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, IResourceAnnotation item)
    {
        lock (_lock)
        {
            base.SetItem(index, item);
        }
    }

    /// <inheritdoc/>
    protected override void ClearItems()
    {
        lock (_lock)
        {
            base.ClearItems();
        }
    }

    // Enumeration works on a copy: callbacks add annotations while others are being read.
    IEnumerator<IResourceAnnotation> IEnumerable<IResourceAnnotation>.GetEnumerator()
    {
        lock (_lock)
        {
            return ((IEnumerable<IResourceAnnotation>)Items.ToArray()).GetEnumerator();
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => ((IEnumerable<IResourceAnnotation>)this).GetEnumerator();
}
