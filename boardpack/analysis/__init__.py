"""What can be worked out from a Pack: ratings, changes, counts and how numbers are worded.

Everything here is a pure function of the Pack. The printed pack, the checks, the live figures in the
commentary and the email all ask here, so that no figure is worked out twice in two ways.
"""
