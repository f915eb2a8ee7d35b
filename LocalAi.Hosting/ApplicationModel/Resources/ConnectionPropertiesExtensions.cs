namespace Aspire.Hosting.ApplicationModel;

/// <summary>Connection properties of children.</summary>
public static class ConnectionPropertiesExtensions
{
    /// <summary>The parent's properties with the child's in their place; names the parent has not come last.</summary>
    public static IEnumerable<KeyValuePair<string, ReferenceExpression>> CombineProperties(
        this IResourceWithConnectionString parent, IEnumerable<KeyValuePair<string, ReferenceExpression>> additional)
    {
        var combined = new OrderedDictionary<string, ReferenceExpression>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parent.GetConnectionProperties().Concat(additional))
        {
            combined[name] = value;
        }

        return combined;
    }
}
