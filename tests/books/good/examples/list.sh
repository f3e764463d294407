# ANCHOR: two
ls -l | wc -l
# ANCHOR_END: two
