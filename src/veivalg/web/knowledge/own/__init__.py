"""What a council adds itself: own indicators with their values, and own editions of the index."""
