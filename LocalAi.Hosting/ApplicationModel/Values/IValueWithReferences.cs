namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that needs resources.</summary>
public interface IValueWithReferences
{
    /// <summary>Resources and values that this one is made of.</summary>
    IEnumerable<object> References { get; }
}
