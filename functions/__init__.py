"""One room a step of a request's journey; what they share is in `shared`."""

import gc

# Importing makes some 200,000 objects that live for ever. With the usual threshold of 700 the collector looks through
# them hundreds of times, a tenth of a cold start; what a request leaves behind is freed by counting references.
gc.set_threshold(50_000)
