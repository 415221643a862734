"""The site: records become HTML through the project's own templates, and a theme's frame is stamped around them.

Only `mkdocs_plugin` knows mkdocs, and only as the last step: everything else here makes plain `SitePage`s and files.
"""
