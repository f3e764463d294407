# ECR 리포지토리와 이미지 둘입니다. 태그는 커밋 a1b2c3d와, 그다음 커밋 9f8e7d6입니다.
aws ecr create-repository --repository-name medusa-server > /dev/null
aws ecr put-image --repository-name medusa-server --image-tag a1b2c3d --image-digest sha256:220caa2bf7b81886a19a47576f1f3e66b4477a7ffd91ff3befd7be4f37991849 --image-manifest '{"schemaVersion": 2}' > /dev/null
aws ecr put-image --repository-name medusa-server --image-tag 9f8e7d6 --image-digest sha256:9c1f4b0f6f6de1c5b5b3c0a6f0c3b5a8d2f7e4916b8a3d5c7e9f1a2b4c6d8e0f --image-manifest '{"schemaVersion": 2, "layers": []}' > /dev/null
