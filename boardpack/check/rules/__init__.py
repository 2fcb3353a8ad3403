"""The rules, a module for each subject. To add one, write its function with its `@rule` there."""
