"""An executed notebook becomes the committee's page: one offline HTML file, same bytes each time.

In: the executed notebook and what stands around it. Out: `report.html`, `review.html` as text, and
the small pages around the reports. Imported where reports are made and by the rooms of the other
pages. Doors: `render.render`, `review.review_page`, `small_pages.filled`.
"""
